-- A worker shows that it lives; what was announced once is announced again if it got lost. ARGV: name, slots, generation.
redis.call('HSET', P .. 'workers', ARGV[1], ARGV[2] .. '|' .. string.format('%.6f', NOW))
if ARGV[3] ~= '' then redis.call('SET', P .. 'generation', ARGV[3], 'NX') end
return slots()
