-- How far a question is: state, stage, position, seconds left, tracks done, tracks in all; '' where it does not apply.
local record = redis.call('HMGET', P .. 'job:' .. ARGV[1], 'state', 'flight')
if not record[1] then return {'', '', '', '', '', ''} end
if record[1] ~= 'open' then return {record[1], '', '', '', '', ''} end
local fid = record[2]
local flight = redis.call('HMGET', P .. 'flight:' .. fid, 'state', 'queue', 'stage', 'phase', 'left', 'total', 'since')
local done, total = '', flight[6] or ''
if flight[6] then done = tostring(flight[6] - flight[5]) end
if flight[1] == 'fanned' then
  return {'running', 'tracks', '', tostring((flight[5] / slots() + 1) * average('bulk')), done, total}
end
if flight[1] == 'queued' and flight[4] == 'run' then
  local position = (redis.call('ZRANK', P .. 'waiting:' .. flight[2], fid) or 0) + 1
  return {'queued', '', tostring(position), tostring(eta(flight[2], position)), done, total}
end
return {'running', flight[3] or '', '', tostring(average(flight[2] or 'interactive')), done, total}
