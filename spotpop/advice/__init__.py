"""What a musician can do with an answer: levels at services, corridors, tracks that sound alike, references, changes.

Makes the values of `spotpop.findings` from an analysis and shipped tables of numbers. No network; imports audio, model
and what lies below them. Chats import `spotpop.findings` instead: this room needs NumPy.
"""
