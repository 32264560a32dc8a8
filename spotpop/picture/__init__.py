"""A report and its spectrogram as a PNG that can be read on a phone; Pillow alone draws it.

Looks down on `spotpop.report` and the mel-spectrogram of `spotpop.audio`; knows nothing of models, queues and chats.
"""

from spotpop.picture.contents import ListingRow, Spectrogram, Theme
from spotpop.picture.pair import draw_comparison
from spotpop.picture.ranking import draw_listing
from spotpop.picture.single import draw

__all__ = ["ListingRow", "Spectrogram", "Theme", "draw", "draw_comparison", "draw_listing"]
