-- What every script begins with. KEYS[1] is the prefix of all keys; the server's clock is the only clock.
local P = KEYS[1]
local time = redis.call('TIME')
local NOW = tonumber(time[1]) + tonumber(time[2]) / 1000000
local DAY_S = 86400
local JOB_MEMORY_S = 3600   -- how long a finished question can be asked about

-- Wake-ups that the caller has to send through Celery: one for each work item put into a queue.
local wakeups = {interactive = 0, bulk = 0}
local function owed() return {wakeups.interactive, wakeups.bulk} end

local function count(what) redis.call('HINCRBY', P .. 'counts', what, 1) end

local function failure(kind, code)
  return '{"version":1,"kind":"' .. kind .. '","failure":{"code":"' .. code .. '","params":{}}}'
end

-- Wake those who watch: `topic` is a question, or a work item that many questions may wait for.
local function announce(topic) redis.call('PUBLISH', P .. 'progress', topic) end

-- A person is known to the limits and to the order of turns by a digest, so that these need not be forgotten.
local function digest(person) return string.sub(redis.sha1hex(person), 1, 20) end

local function remember(user, key)
  if user and user ~= '' then
    redis.call('SADD', P .. 'person:' .. user, key)
    redis.call('EXPIRE', P .. 'person:' .. user, DAY_S)
  end
end
