-- Delete uploads that are not needed. ARGV: their names.
for _, name in ipairs(ARGV) do discard('uploads', name) end
return #ARGV
