-- The server is nearly full: pictures go first, then cached forecasts. ARGV: bytes wanted. Returns the bytes freed.
local wanted = tonumber(ARGV[1])
local freed = evict('pictures', wanted, 200)
if freed < wanted then freed = freed + evict('forecasts', wanted - freed, 400) end
return freed
