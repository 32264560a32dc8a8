-- Room for uploads, before their bytes are sent. ARGV: seconds to live, user, then for each its name and its size.
-- Returns 1, or 0 when uploads that wait already take what they may.
local ttl, user, total = tonumber(ARGV[1]), ARGV[2], 0
settle_books('uploads', 100)
for i = 3, #ARGV, 2 do total = total + tonumber(ARGV[i + 1]) end
if redis.call('EXISTS', P .. 'tight') == 1 or held_bytes('uploads') + total > budget('uploads') then
  count('refused_no_room')
  return 0
end
for i = 3, #ARGV, 2 do
  enter('uploads', ARGV[i], tonumber(ARGV[i + 1]), ttl)
  remember(user, P .. ARGV[i])  -- an upload whose question never follows is found by /forget all the same
end
return 1
