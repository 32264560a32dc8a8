"""Discord: commands, buttons and feedback channels, rendered from `bot.message` and passed on to `bot.conversation`.

May import `bot`, `worker.client`, `worker.protocol`, `spotpop.links`, `spotpop.errors` and `spotpop.settings`.
"""
