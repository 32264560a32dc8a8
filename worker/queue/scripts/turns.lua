-- Whose turn it is. Each queue is ordered by turns: a person's next question gets a turn after the last one, so that
-- everybody who waits is served once before anybody is served twice. `turn:{queue}` is the turn that is being served.
local TURN_PARTS = 16          -- turns are counted in sixteenths
local SEQUENCES = 16777216     -- within one turn, first come, first served

local function serving(queue) return tonumber(redis.call('GET', P .. 'turn:' .. queue) or 0) end

-- The turn of a person's next question, which is thereby taken.
local function next_turn(queue, person)
  local turn = serving(queue)
  local own = redis.call('ZSCORE', P .. 'turns:' .. queue, person)
  if own and tonumber(own) > turn then turn = tonumber(own) end
  redis.call('ZADD', P .. 'turns:' .. queue, turn + 1, person)
  local sequence = redis.call('INCR', P .. 'sequence') % SEQUENCES
  return string.format('%.0f', math.floor(turn * TURN_PARTS) * SEQUENCES + sequence)
end

-- A work item with this place is taken: time goes on, slower the more people wait.
local function serve(queue, place)
  local turn = math.floor(tonumber(place) / SEQUENCES) / TURN_PARTS
  local people = math.max(1, redis.call('ZCARD', P .. 'turns:' .. queue))
  turn = math.max(turn, serving(queue) + 1 / people)
  if redis.call('ZCARD', P .. 'waiting:' .. queue) == 0 then
    redis.call('DEL', P .. 'turn:' .. queue, P .. 'turns:' .. queue)
  else
    redis.call('SET', P .. 'turn:' .. queue, tostring(turn))
    redis.call('ZREMRANGEBYSCORE', P .. 'turns:' .. queue, '-inf', turn)
  end
end
