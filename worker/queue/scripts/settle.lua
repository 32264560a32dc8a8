-- Go on answering those who wait for a work item that has ended. Returns answered questions, 1 if some still wait.
local answered = settle(ARGV[1])
return {answered, redis.call('EXISTS', item_key(ARGV[1]))}
