-- How far a question is: state, stage, position, seconds left, tracks done, tracks in all, work item; '' where it does not
-- apply. Changes nothing, so it works on a server that is full.
local record = redis.call('HMGET', P .. 'job:' .. ARGV[1], 'state', 'item')
if not record[1] then return {'', '', '', '', '', '', ''} end
if record[1] ~= 'open' then return {record[1], '', '', '', '', '', ''} end
local id = record[2]
local item = redis.call('HMGET', item_key(id), 'state', 'queue', 'stage', 'phase', 'left', 'total', 'started')
local queue, done, total = item[2] or 'interactive', '', item[6] or ''
if item[6] then done = tostring(item[6] - item[5]) end
if item[1] == 'fanned' then
  local left = (item[5] / (slots() * share('bulk')) + 1) * average('bulk')
  return {'running', 'tracks', '', tostring(left), done, total, id}
end
if item[1] == 'queued' and item[4] == 'run' then
  local position = (redis.call('ZRANK', P .. 'waiting:' .. queue, id) or 0) + 1
  return {'queued', '', tostring(position), tostring(eta(queue, position)), done, total, id}
end
local left = average(queue)
if item[7] then left = math.max(left / 10, left - (NOW - tonumber(item[7]))) end
return {'running', item[3] or '', '', tostring(left), done, total, id}
