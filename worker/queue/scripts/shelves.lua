-- Shelves: bytes that lie in Redis under a budget of their own (pictures, forecasts, uploads). A shelf knows the size of
-- each thing and when it expires; what expires first goes first when room is needed.
local DEFAULT_BUDGETS = {pictures = 640 * 1048576, forecasts = 400 * 1048576, uploads = 640 * 1048576}

local function budget(shelf) return tonumber(redis.call('HGET', P .. 'budgets', shelf) or DEFAULT_BUDGETS[shelf]) end

local function held_bytes(shelf) return tonumber(redis.call('GET', P .. 'bytes:' .. shelf) or 0) end

-- Take a thing off its shelf and delete it; returns how many bytes that frees.
local function discard(shelf, name)
  redis.call('UNLINK', P .. name)
  redis.call('ZREM', P .. 'shelf:' .. shelf, name)
  local size = tonumber(redis.call('HGET', P .. 'sizes:' .. shelf, name) or 0)
  if size > 0 then
    redis.call('HDEL', P .. 'sizes:' .. shelf, name)
    redis.call('DECRBY', P .. 'bytes:' .. shelf, size)
  end
  return size
end

-- Note a thing of `size` bytes that lives for `ttl` seconds.
local function enter(shelf, name, size, ttl)
  local before = tonumber(redis.call('HGET', P .. 'sizes:' .. shelf, name) or 0)
  redis.call('ZADD', P .. 'shelf:' .. shelf, NOW + ttl, name)
  redis.call('HSET', P .. 'sizes:' .. shelf, name, size)
  redis.call('INCRBY', P .. 'bytes:' .. shelf, size - before)
end

-- Discard what expires first until `bytes` are freed; at most `most` things, so that nobody waits for long.
local function evict(shelf, bytes, most)
  local freed, number = 0, 0
  while freed < bytes and number < most do
    local first = redis.call('ZRANGE', P .. 'shelf:' .. shelf, 0, 0)[1]
    if not first then break end
    freed = freed + discard(shelf, first)
    number = number + 1
  end
  if number > 0 then redis.call('HINCRBY', P .. 'counts', 'evicted_' .. shelf, number) end
  return freed
end

-- Put bytes on a shelf, at the cost of what lies there for longest; false when the shelf is too small for them.
local function put(shelf, name, bytes, ttl)
  local allowed = budget(shelf)
  if #bytes > allowed then return false end
  local over = held_bytes(shelf) + #bytes - allowed
  if over > 0 then evict(shelf, over, 64) end
  if held_bytes(shelf) + #bytes > allowed then return false end
  redis.call('SET', P .. name, bytes, 'EX', ttl)
  enter(shelf, name, #bytes, ttl)
  return true
end

-- What has expired by itself is taken off the books.
local function settle_books(shelf, most)
  local gone = redis.call('ZRANGEBYSCORE', P .. 'shelf:' .. shelf, '-inf', NOW, 'LIMIT', 0, most)
  for _, name in ipairs(gone) do discard(shelf, name) end
end
