-- What every script begins with. KEYS[1] is the prefix of all keys; the server's clock is the only clock.
local P = KEYS[1]
local time = redis.call('TIME')
local NOW = tonumber(time[1]) + tonumber(time[2]) / 1000000
local DAY_S = 86400
local QUEUES = {'interactive', 'bulk'}
local JOB_MEMORY_S = 3600   -- how long a finished question can be asked about

-- Wake-ups travel as Celery's messages (protocol 2, as kombu writes them), one for each work item put into a queue. They
-- are written by the same script that queues the work, so neither comes without the other, and nobody waits for a
-- second round trip. A test holds this text against what Celery itself writes.
local CELERY = '{"body":"[[\\"QUEUE\\"],{},{\\"callbacks\\":null,\\"errbacks\\":null,\\"chain\\":null,\\"chord\\":null}]",'
  .. '"content-encoding":"utf-8","content-type":"application/json","headers":{"lang":"py","task":"spotpop.work",'
  .. '"id":"ID","root_id":"ID","parent_id":null,"group":null,"retries":0,"eta":null,"expires":null,'
  .. '"timelimit":[null,null],"argsrepr":"[\'QUEUE\']","kwargsrepr":"{}","origin":"queue","ignore_result":true},'
  .. '"properties":{"correlation_id":"ID","delivery_mode":2,"delivery_info":{"exchange":"","routing_key":"QUEUE"},'
  .. '"priority":0,"delivery_tag":"ID"}}'
local function wake(queue, number)
  for _ = 1, number or 1 do
    local id = string.format('%.0f-%.0f', NOW * 1000000, redis.call('INCR', P .. 'wakeups'))
    redis.call('LPUSH', P .. queue, (string.gsub(string.gsub(CELERY, 'QUEUE', queue), 'ID', id)))
  end
end

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
