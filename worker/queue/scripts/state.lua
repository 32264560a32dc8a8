-- A front-end reports something about itself, as a number. ARGV: name, value.
return redis.call('HSET', P .. 'states', ARGV[1], ARGV[2] .. '|' .. string.format('%.3f', NOW))
