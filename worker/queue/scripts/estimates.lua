-- Estimates. Summing up all workers costs more the more there are, so the sum is kept for a few seconds.
local function slots()
  local known = redis.call('GET', P .. 'slots')
  if known then return math.max(1, tonumber(known)) end
  local sum, entries = 0, redis.call('HGETALL', P .. 'workers')
  for i = 2, #entries, 2 do
    local number, seen = string.match(entries[i], '^(%d+)|([%d.]+)')
    if number and NOW - tonumber(seen) < 30 then sum = sum + tonumber(number) end
  end
  redis.pcall('SET', P .. 'slots', sum, 'EX', 3)
  return math.max(1, sum)
end

local function average(queue) return tonumber(redis.call('GET', P .. 'average:' .. queue) or '2') end

-- The part of all slots that a queue gets: one in four goes to large jobs while single questions wait as well.
local function share(queue)
  local other = queue == 'bulk' and 'interactive' or 'bulk'
  if redis.call('ZCARD', P .. 'waiting:' .. other) == 0 then return 1 end
  return queue == 'bulk' and 0.25 or 0.75
end

-- Seconds until the one at `position` (1 is next) is answered. Others come meanwhile, and who has not been served yet goes
-- before a second question of anybody: a quarter more than the line is long.
local OTHERS_COME = 1.25
local function eta(queue, position)
  local all = slots()
  local ahead = math.max(position, 1) - 1
  local free = math.max(0, all - redis.call('ZCARD', P .. 'running'))
  if ahead < free then return average(queue) end
  return (OTHERS_COME * (ahead - free + 0.5) / (all * share(queue)) + 1) * average(queue)
end
