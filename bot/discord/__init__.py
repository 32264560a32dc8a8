"""Discord: commands, buttons and feedback channels; renders `bot.messages`, passes on to `bot.conversation`.

May import `bot`, `worker.queue` and the frozen values of `spotpop`.
"""
