### What the bot says, in English. <b>…</b> is strong, <c>…</c> is code. Numbers come ready-made where they are words.

## The forecast

answer-title = { $title } — { $artist }
answer-title-upload = { $title }
untitled = Untitled
answer-cannot-tell = <b>I cannot tell.</b> This does not sound like music, and music is all I know.
answer-lead = <b>Around { $score } of 100.</b> Eight of ten tracks like this end between { $low } and { $high }.
answer-percentile = More popular than { $percentile } % of the { $count } tracks it is compared with.
answer-baseline = Without listening, the best guess would be { $baseline }, with eight of ten between { $low } and { $high }.
answer-spotify-popularity = Spotify itself says { $popularity } of 100 today.
answer-lifts = What lifts it
answer-weighs = What weighs it down
answer-reason = <b>{ $points }</b> { $name }: { $value }
answer-reason-bare = <b>{ $points }</b> { $name }
answer-no-reasons = Nothing in the sound stands out in either direction.
answer-listened = What was listened to
answer-warnings = Take it with a pinch of salt
answer-footer = A forecast from the sound, not a verdict on the music.
answer-alt-cannot-tell = Spectrogram of { $title }, without a forecast.
answer-alt = Forecast for { $title }: around { $score } of 100, eight of ten between { $low } and { $high }.

match-upload = Your file, seconds { $start } to { $end }.
match-id = The preview of this very track from { $source }.
match-isrc = The preview of the same recording (same ISRC) from { $source }: { $title } — { $artist }.
match-search = Found by name at { $source }: { $title } — { $artist }. { $confidence } % sure that it is the same recording.
match-search-short = Heard at { $source }: { $title } — { $artist }, { $confidence } % sure.
match-other = A preview from { $source }: { $title } — { $artist }.

source-spotify = Spotify
source-deezer = Deezer
source-itunes = Apple Music
source-embed = Spotify’s embed page
source-upload = your file

warning-speech = This sounds like speech, and the model knows only music.
warning-noise = This sounds like noise, and the model knows only music.
warning-classical = This sounds like classical music, which popularity figures describe badly.
warning-silence = Much of this is silence.
warning-short = There was less to hear than the model is used to.
warning-quiet = This is much quieter than released music usually is.
warning-tone = This is one steady tone, and the model knows only music.
warning-release-unknown = The release date is not known, which makes the forecast less sure.
warning-match-unsure = It is not certain that the preview is this very recording.
warning-other = The model was not made for music like this ({ $code }).

## Everything behind a forecast (the button “Why?”)

why-title = Why { $score } for { $title }?
why-lead = Starting from { $baseline }, which is the middle of the tracks it is compared with, these add up to { $score }:
why-lead-grouped = What the forecast rests on, as far as it can be told.
why-sound = The sound
why-context = What is known about the release
why-descriptors = How it sounds to the model
why-descriptor = { $name }: <b>{ $value }</b>
why-descriptor-rank = { $name }: <b>{ $value }</b> (above { $percentile } % of the tracks)
why-deezer = Told by Deezer
why-deezer-rank = Popularity of this track there: <b>{ $rank }</b> of 1,000,000.
why-deezer-fans = Fans of { $artist } there: <b>{ $fans }</b>.
why-deezer-note = These are facts; this forecast does not rest on them.
why-genres = Genre, by the sound alone
why-genre = { $name }: { $percent } %
why-what-ifs = Tracks like this, but …
why-what-if = … with more { $name } differ by <b>{ $points }</b> points on average ({ $low } to { $high }).
why-moments = Which seconds matter
why-moments-best = Seconds { $start } to { $end } lift it most ({ $points }).
why-moments-worst = Seconds { $start } to { $end } weigh most ({ $points }).
why-model = Model
why-model-line = { $name } { $version } ({ $runtime }). Compared with { $count } tracks.
why-time = Worked out in { $seconds } s.
why-gone = The details of this forecast were deleted: they are kept for 24 hours at most. Ask again to see them.
why-shown = The explanation stands under this answer already.

name-danceability = danceability
name-energy = energy
name-valence = cheerfulness
name-acousticness = acoustic sound
name-instrumentalness = instrumental share
name-speechiness = spoken word
name-liveness = live sound
name-loudness = loudness
name-tempo = tempo
name-key = key
name-mode = mode
name-age = time since release
name-duration = length
name-explicit = explicit lyrics
name-genre = genre
name-followers = audience of the artist
name-usual = what the artist’s other songs reach
name-earlier = what the artist’s other songs reach
name-album = the release it is on
name-spectrogram = overall sound
name-level = level and dynamics
name-rhythm = rhythm
name-harmony = harmony
name-timbre = timbre
name-sound = the sound as a whole
name-context = the release as a whole

value-loudness = { $value } dB
value-tempo = { $value } BPM
value-released = released { $date }
value-unreleased = not released yet
value-first-song = no other songs out
value-duration = { $minutes }:{ $seconds } min
value-explicit = { $explicit ->
    [yes] explicit
   *[no] not explicit
  }
value-followers = { $count ->
    [one] one follower
   *[other] { $count } followers
  }
value-usual = other songs usually at { $value }
value-earlier = earlier songs usually at { $value }
value-album = { $value ->
    [1] from a single
    [3] from a compilation
   *[other] from an album
  }
value-deezer = { $value } fans on Deezer
value-unknown = not known

level-low = low
level-mid = middle
level-high = high
level-average = average
level-below-average = below average
level-above-average = above average

key-0 = C
key-1 = C♯/D♭
key-2 = D
key-3 = D♯/E♭
key-4 = E
key-5 = F
key-6 = F♯/G♭
key-7 = G
key-8 = G♯/A♭
key-9 = A
key-10 = A♯/B♭
key-11 = B
key-and-mode = { $tonic } { $mode }
mode-0 = minor
mode-1 = major
mode-unsure = major or minor

## Two side by side

compare-title = { $first } against { $second }
compare-none = <b>No reliable difference.</b> Measured: { $points } points for the second. But eight of ten times the truth lies between { $low } and { $high }, and zero lies in between.
compare-better = <b>The second is ahead by { $points } points.</b> Eight of ten times the truth lies between { $low } and { $high }.
compare-worse = <b>The first is ahead by { $points } points.</b> Eight of ten times the truth lies between { $low } and { $high }.
compare-scores = Each by itself
compare-score = { $place }. { $title }: <b>{ $score }</b> ({ $low } to { $high })
compare-reasons = What makes the difference
compare-footer = Errors that both share cancel, so a difference is surer than either score. Model { $model }.
compare-alt = { $first } and { $second } side by side.
compare-box-title = Compare with…
compare-box-label = Link to the second track
compare-box-hint = For a file of yours that was deleted, give both files here.
compare-box-files = Or the file
compare-upload-again = Your first file was deleted once its answer was made, as promised. Give both now: two files, or a file and a link.

## What to expect, and what could be changed (docs/advice.md)

expect-own = With your audience, about <b>{ $score }</b>.
expect-mixture = Nobody told who listens to you, so this is a mixture of all audiences. The ladder shows what yours would change.
expect-chances = The chance to pass 20 is { $chance20 } %, to pass 30 it is { $chance30 } %.
expect-sound = Your sound moves that by about { $points }.
expect-sound-little = Your sound hardly moves that.
ladder-heading = By audience (followers on Spotify)
ladder-line = { $rung }: <b>{ $score }</b> ({ $low } to { $high }). Passes 20: { $chance20 } %, 30: { $chance30 } %.
ladder-own = <b>{ $rung }: { $score }</b> ({ $low } to { $high }). Passes 20: { $chance20 } %, 30: { $chance30 } %. ← yours
ladder-lowest = The lowest step knows only songs that somebody put on a list. Most others lie lower.
ladder-falls = A larger audience does not score higher on every step here: the steps come from different artists’ songs.
rung-under_1k = Under 1,000
rung-1k_10k = 1,000 to 10,000
rung-10k_100k = 10,000 to 100,000
rung-100k_1m = 100,000 to 1 million
rung-1m_10m = 1 to 10 million
rung-over_10m = Over 10 million
reason-group-change = What you could change
reason-group-song = What would be another song
reason-group-unsure = Too close to call
reason-group-context = Not the sound: what such tracks do
reason-higher = { $name }: such tracks end about { $points ->
    [one] one point
   *[other] { $points } points
  } higher.
reason-lower = { $name }: such tracks end about { $points ->
    [one] one point
   *[other] { $points } points
  } lower.
reason-unsure = { $names }: the model may hear these so wrongly that the opposite holds.
reason-no-lever = Nothing that you could change is sure to matter.
whatif-heading = What a change would be worth
whatif-loudness = { $step } LU louder
whatif-loudness-heard = { $step } LU louder through a limiter (tried on your song)
whatif-brightness-heard = Highs up by { $step } dB from 4 kHz on, just as loud (tried on your song)
whatif-dynamics-less-heard = Peaks { $step } dB closer to the rest by a compressor, just as loud (tried on your song)
whatif-intro-less-heard = Intro { $step } s shorter (tried on your song)
whatif-length = Song { $step } s longer
whatif-length-less = Song { $step } s shorter
whatif-energy = More energy (+{ $step })
whatif-tempo = { $step } BPM faster
whatif-more = More { $name } (+{ $step })
whatif-line = { $change }: about <b>{ $points }</b> ({ $low } to { $high }).
whatif-line-unsure = { $change }: about { $points } ({ $low } to { $high }), which may be nothing.
whatif-line-nothing = { $change }: less than a point, one way or the other.
whatif-nothing = None of this is reliable. It is no reason to change your mix.
whatif-note = Between artists such values part songs by more than that. Changing one song is worth less.
verdict-from = From about { $points } points on, a difference like this would tell.

## What a musician can do with it: measured, compared, changed (docs/advice.md)

measured-heading = What is measured
measured-loudness = Loudness <b>{ $lufs } LUFS</b>, loudness range { $range } LU, true peak { $peak } dBTP
measured-tempo = Tempo <b>{ $bpm } BPM</b>
measured-tempo-or = Tempo <b>{ $bpm } BPM</b>; counted otherwise { $others }
measured-key = Key: probably <b>{ $tonic }</b>
measured-key-unsure = Key: perhaps { $tonic }
measured-or = { $first } or { $second }
measured-crest = Peaks stand { $crest } dB above the mean level (crest)
measured-bands = Power by range: { $bands }
measured-band = { $band } { $percent } %
measured-units = LUFS tells how loud ears hear it; a difference of 1 LU is one of 1 dB. dBTP tells the highest peak; 0 is full scale.

services-heading = What streaming services do to its level
services-down = { $service } turns it down by <b>{ $gain } dB</b>.
services-up = { $service } turns it up by <b>{ $gain } dB</b>.
services-up-held = { $service } turns it up by <b>{ $gain } dB</b>; its peaks leave no room for more.
services-held = { $service } would turn it up, but its peaks leave no room.
services-up-limited = { $service } turns it up by <b>{ $gain } dB</b>, through a limiter of its own.
services-same = { $service } leaves it as it is.
services-note = This is what will happen, not a target to master to: what a limiter took does not come back.
service-spotify = Spotify
service-spotify_loud = Spotify set to “Loud”
service-spotify_quiet = Spotify set to “Quiet”
service-apple_music = Apple Music
service-youtube = YouTube
service-youtube_music = YouTube Music
service-tidal = Tidal
service-amazon_music = Amazon Music
service-deezer = Deezer

corridor-genre = Among { $size } released tracks of the genre “{ $genre }”
corridor-all = Among { $size } released tracks of all kinds
corridor-own = Beside your references “{ $name }” ({ $size })
corridor-line = { $name } <b>{ $value }</b>: { $rank }. Most lie between { $low } and { $high }.
corridor-line-bare = { $name }: { $rank }.
corridor-own-inside = { $name } <b>{ $value }</b>: within your references ({ $low } to { $high }).
corridor-own-below = { $name } <b>{ $value }</b>: below your references ({ $low } to { $high }).
corridor-own-above = { $name } <b>{ $value }</b>: above your references ({ $low } to { $high }).
corridor-own-inside-bare = { $name }: within your references.
corridor-own-below-bare = { $name }: less than in your references.
corridor-own-above-bare = { $name }: more than in your references.
rank-loudness-less = quieter than { $percent } % of them
rank-loudness-more = louder than { $percent } % of them
rank-tempo-less = slower than { $percent } % of them
rank-tempo-more = faster than { $percent } % of them
rank-duration-less = shorter than { $percent } % of them
rank-duration-more = longer than { $percent } % of them
rank-energy-less = less energetic than { $percent } % of them
rank-energy-more = more energetic than { $percent } % of them
rank-danceability-less = less danceable than { $percent } % of them
rank-danceability-more = more danceable than { $percent } % of them
rank-valence-less = gloomier than { $percent } % of them
rank-valence-more = more cheerful than { $percent } % of them
rank-acousticness-less = less acoustic than { $percent } % of them
rank-acousticness-more = more acoustic than { $percent } % of them
rank-middle = right in the middle
value-lufs = { $value } LUFS

alike-heading = Sounds like
alike-line = { $title } — { $artist }: popularity <b>{ $popularity }</b>
alike-note = From { $low } to { $high } (in { $year }): that is how far apart tracks end that sound alike. It is no promise for yours.

changes-heading = What differs for sure
changes-identical = This is the same recording twice. There is nothing to compare.
changes-level = This is the same recording at another level.
changes-none = Nothing that a meter could tell apart.
change-loudness-more = The second is <b>{ $size } LU</b> louder.
change-loudness-less = The second is <b>{ $size } LU</b> quieter.
change-loudness_range-more = Its loudness range is { $size } LU wider.
change-loudness_range-less = Its loudness range is { $size } LU narrower.
change-crest-more = Its peaks stand out { $size } dB further.
change-crest-less = Its peaks stand out { $size } dB less.
change-true_peak-more = Its true peak is { $size } dB higher.
change-true_peak-less = Its true peak is { $size } dB lower.
change-band-more = { $band }: { $size } dB more, at equal loudness.
change-band-less = { $band }: { $size } dB less, at equal loudness.
change-tempo-more = It is { $size } BPM faster.
change-tempo-less = It is { $size } BPM slower.
change-length-more = It is { $size } s longer.
change-length-less = It is { $size } s shorter.
band-sub = Below 60 Hz
band-bass = Bass (60 to 250 Hz)
band-low_mid = Low mids (250 to 500 Hz)
band-mid = Mids (500 Hz to 2 kHz)
band-high_mid = High mids (2 to 4 kHz)
band-presence = Presence (4 to 6 kHz)
band-air = Treble (6 to 11 kHz)

## An album or a playlist

album-lead = { $count ->
    [one] <b>One track, ranked.</b>
   *[other] <b>{ $count } tracks, ranked.</b>
  } Most end within { $width } points of that, so neighbours hardly differ.
album-rank = The ranking
album-page = The ranking, page { $page } of { $pages }
batch-title = Your songs
album-row = { $place }. <b>{ $score }</b> ({ $low } to { $high }) { $title }
album-row-short = { $place }. <b>{ $score }</b> { $title }
album-failed = Without a forecast
album-failed-row = { $title }: { $reason }
album-capped = Only the first { $count } of { $total } tracks were taken: that is the limit here.
album-unavailable = { $count ->
    [one] One track of it is not on Spotify any more, or is a local file.
   *[other] { $count } tracks of it are not on Spotify any more, or are local files.
  }
album-footer = The whole table is attached as CSV.
album-alt = The tracks of { $title } and their scores.
album-nothing = None of the tracks gave a forecast.

## While it is being worked on

progress-taken = Taken. One moment …
progress-queued = { $position ->
    [0] Next in line.
    [one] One question is before yours.
   *[other] { $position } questions are before yours.
  }
progress-eta = About { $seconds } s to go.
progress-eta-minutes = { $minutes ->
    [one] About a minute to go.
   *[other] About { $minutes } minutes to go.
  }
stage-resolve = Following the link …
stage-identify = Looking up the track …
stage-preview = Looking for a preview to listen to …
stage-decode = Reading the audio …
stage-features = Listening …
stage-model = Working out the forecast …
stage-picture = Drawing the picture …
stage-listing = Reading the list of tracks …
stage-tracks = Working through the tracks …
stage-other = Working on it …
progress-done = { $done } of { $total } tracks are done.
cancelled = Cancelled, as you wished. Nothing more will come of it.
cancel-too-late = It is finished already.

## Buttons

button-why = Why?
button-compare = Compare…
button-publish = Make public
button-delete = Delete
button-not-yours = Only the person who asked can do that.
button-deleted = Deleted.
button-unknown = This button belongs to an answer that is no longer kept. Please ask again.
not-answered = I have no answer to this one.
button-cancel = Cancel
button-try = Try it with a song
button-published = This answer is public already.

## Wrong use

compare-needs-two = One is here; a comparison needs two. Give two links, two files, or one of each.
compare-needs-tracks = A comparison needs two tracks, and this is an album or a playlist. Open it and share a single song’s link.
compare-same = That is the same track twice: a comparison needs two different ones.
album-needs-album = This needs a link to an album or a playlist. For a single track, ask for a forecast of it.
left-out = { $count ->
    [one] One of what you gave is not answered:
   *[other] { $count } of what you gave are not answered:
  }
left-out-row = { $name }: { $reason }
left-out-too-many = too many at once
about-message = This is about { $link }.
your-message = your message
no-picture-here = I may not attach files here, so the picture is missing. Ask in a direct message to see it.
no-embed-here = I may not embed links here, so this is the short form.
only-in-server = This works only in a server.
only-managers = Only members who may manage the server can change this.

## About, help, data

about-title = What this is
about-lead = A forecast of how popular a track becomes on Spotify (0 to 100), from 30 seconds of its sound and what is known about its release. It states how sure it is.
about-model = The model
about-model-line = { $name } { $version }. Compared with: { $reference }.
about-model-size = { $name } { $version }. Compared with { $count } tracks.
about-accuracy = How good it is
about-accuracy-skill = Its average error is { $skill } % smaller than that of guessing the middle every time.
about-accuracy-coverage = Of the ranges that should hold the truth eight times in ten, { $coverage } % do.
about-accuracy-spearman = Rank correlation with the true popularity: { $spearman } (0 is chance, 1 is perfect).
about-accuracy-unseen = In collections that it had never seen, { $coverage } of 100 ranges held the truth; 80 are promised.
about-accuracy-unseen-skill = There, from the sound and the release alone, its average error is { $skill } % smaller than that of guessing the middle ({ $own } % in collections like those it learnt from, artists apart).
about-accuracy-audience = With the audience told, that is { $skill } %: who listens says more than how it sounds.
about-accuracy-unknown = No figures come with this model.
about-limits = What it cannot know
about-limits-line = Marketing, playlists, fame, lyrics and luck decide more than the sound does. Speech, noise and classical music are outside what it learned.
about-privacy = What is kept
about-privacy-audio = Audio you send is deleted as soon as the answer is made.
about-privacy-stored = Kept about you: for at most 24 hours, what the buttons under an answer need and how often you asked; until you change it, what you chose by <c>/settings</c>. Forecasts of released tracks are kept without your name.
about-privacy-forget = The command <c>/forget</c> deletes all of it at once.
about-privacy-link = The operator’s privacy notice: { $url }
about-contact = Operated by { $contact }.

help-title = What you can ask
help-lead = Send a Spotify link or an audio file, and get a forecast with its reasons and a picture.
help-commands = Commands
help-predict = <c>/predict</c> one track: a link, or an audio file (mp3, m4a, ogg, flac, wav)
help-compare = <c>/compare</c> two tracks or two mixes of your song
help-album = <c>/album</c> ranks an album or a playlist, up to { $limit } tracks
help-record = <c>/record</c> how earlier forecasts turned out
help-about = <c>/about</c> model, accuracy, limits, privacy
help-forget = <c>/forget</c> deletes what is stored about you
help-example = For example:
help-files = Files
help-files-line = Up to { $maximum } MiB. Of a longer file 30 seconds are listened to, from a third of the way in; where it allows, <c>start</c> chooses another beginning.

forget-done = { $count ->
    [0] There was nothing stored about you.
    [one] Deleted: one entry about you. Nothing else is stored.
   *[other] Deleted: { $count } entries about you. Nothing else is stored.
  }

## Feedback channels and setting up

feedback-on = From now on, Spotify links and audio files in { $channel } are answered by themselves, at most { $count ->
    [one] one answer
   *[other] { $count } answers
  } a message{ $threads ->
    [yes] , in a thread
   *[no] { "" }
  }.
feedback-off = { $channel } is no longer watched.
feedback-was-off = { $channel } was not watched.
feedback-list = Watched channels
feedback-list-row = { $channel }: at most { $count } a message{ $threads ->
    [yes] , in a thread
   *[no] { "" }
  }
feedback-none = No channel is watched here.
feedback-needs-intent = But at the moment I cannot read messages: the operator has to switch on “Message Content Intent” for this bot in Discord’s developer portal. Commands and the message menu work without it.
feedback-thread = Forecasts
feedback-answered = This track was answered here within the last day: { $link }
feedback-answered-link = the first answer
feedback-answered-here = This track was answered here within the last day: see the message above that this replies to.
feedback-needs-rights = I cannot answer in { $channel } yet, so it is not watched. Give me these rights there and try again: { $rights }.
feedback-list-rights = {" "}— but I lack rights there: { $rights }

setup-no-intent = Discord refused the message-content intent, so feedback channels stay silent; everything else works. Switch on “Message Content Intent” on the bot’s page in the developer portal and start again.
setup-ready = Connected to Discord as { $name }.

## Discord’s menus: short, at most 100 characters

command-predict = Forecast how popular a track becomes on Spotify: a link or an audio file
command-compare = Compare two tracks, or two mixes of your song
command-album = Rank the tracks of an album or a playlist
command-record = How earlier forecasts turned out
command-about = Model, data, accuracy, limits and privacy
command-help = What you can ask, and how
command-forget = Delete what is stored about you
discord-menu-predict = Predict popularity
discord-feedback = Channels in which links and audio are answered by themselves
discord-feedback-add = Answer links and audio in a channel by itself
discord-feedback-remove = Stop answering by itself in a channel
discord-feedback-list = Show the channels that are watched
option-link = Spotify link to a track
option-song = A song’s name, such as Daft Punk - One More Time
option-file = Audio file: mp3, m4a, ogg, flac or wav
option-private = Show the answer only to you
option-start = Second of your file at which the 30 s begin
option-first-link = Spotify link to the first track
option-second-link = Spotify link to the second track
option-first-file = First audio file
option-second-file = Second audio file
option-album = Spotify link to an album or a playlist
option-channel = The channel
option-answers = At most so many answers to one message
option-threads = Answer in a thread
option-language = Language of my answers
option-theme = Pictures on a dark or a light ground
option-server = For the whole server instead of for you
option-webhooks = Answer what webhooks post, too, such as PluralKit
option-audience = Followers of the artist on Spotify
option-genre = Genre of the song
option-released = The song is out already
option-explicit = The lyrics are explicit
option-first-song = The artist’s first song: no other is out
option-usual = Popularity, 0 to 100, that the artist’s other songs usually have
option-band = The picture’s spectrogram: what is heard, or the whole recording
spectrum-heard = what is listened to, up to 11 kHz
spectrum-full = the whole recording

## The chat in the terminal

terminal-welcome = Paste a Spotify link or the path of an audio file. Or type <c>why</c>, <c>compare A B</c>, <c>album LINK</c>, <c>about</c>, <c>help</c>, <c>forget</c>, <c>quit</c>.
terminal-picture = Picture: { $path }
terminal-table = Table: { $path }
terminal-look-here = What happened is in { $log }; <c>spotpop doctor</c> checks this installation.
terminal-nothing-yet = There is no forecast yet to explain.

## Telegram

command-feedback = on or off: answer links and audio in this group by itself
command-settings = Your language, theme and privacy, and those of the server

prompt-second = Reply to this message with the second one: a link or an audio file.
prompt-placeholder = Link or audio file
prompt-predict = Send me a link to a track, or an audio file.
prompt-compare = Send me the first of the two: a link or an audio file.
prompt-album = Send me a link to an album or a playlist.

inline-ask = No forecast yet. Tap to ask for one
inline-paste = Paste a link to a track, or type a song’s name
inline-song = Post it with a button to ask for its forecast
inline-forecast = Ask for a forecast
inline-wrong = A forecast needs a link to a track
inline-more = Details

help-telegram-voice = Audio, voice messages and files with audio are all welcome.
help-telegram-second = Reply to a song with /compare and a second link or file, and both are compared.
help-telegram-group = In a group, mention { $name }, reply to me or use a command. Administrators can switch on answers to every link with /feedback on.
help-telegram-inline = In any chat, write { $name } and a link.
help-settings = <c>/settings</c> your language, theme and privacy
help-ways = Also here
help-discord-menu = On any message: right-click or hold it, then Apps, then “Predict popularity”.
help-discord-mention = Mention me in a reply to a song, and it is answered.
help-discord-feedback = Managers of a server choose channels and forums that are answered by themselves: <c>/feedback-channel add</c>. Whoever writes <c>!skip</c> in a message is left alone.

group-hello = Hello! Send /predict with a Spotify link or as a reply to an audio file, or mention { $name }. What is kept, and for how long: /about
group-feedback-usage = Write /feedback on or /feedback off.
group-feedback-on = From now on, Spotify links and audio files in this group are answered by themselves, at most { $count } a message. Voice messages are left alone.
group-feedback-off = Links and audio in this group are no longer answered by themselves. Commands, mentions and replies still work.
group-feedback-deaf = Switched on, but I cannot see ordinary messages here yet: make me an administrator of this group, or switch off privacy mode with @BotFather (/setprivacy) and add me again.
only-in-group = This works only in a group.
only-admins = Only administrators of this group can change this.
group-no-pictures = I may not send pictures here, so these are the words alone. Ask in a private chat to see it.

## Settings

settings-title = Your settings
settings-lead = I answer in { $language }, with pictures on a { $theme } ground.
settings-own = Chosen by you
settings-server = Chosen for this server
settings-none = Nothing yet.
settings-row = { $name }: <b>{ $value }</b>
settings-set-theme-light = Light pictures
settings-set-theme-dark = Dark pictures
settings-set-private-on = Answer privately
settings-set-private-off = Answer openly
settings-change = To change them
settings-example = <c>/settings language en</c>, <c>/settings theme light</c>, <c>/settings private on</c>; with <c>server on</c>, managers choose for everybody. <c>/forget</c> deletes yours.

language-name = English

theme-dark = dark
theme-light = light

word-yes = yes
word-no = no

right-view-channel = View Channel
right-read-message-history = Read Message History
right-connect = Connect
right-send-messages = Send Messages
right-send-messages-in-threads = Send Messages in Threads
right-create-public-threads = Create Public Threads
right-embed-links = Embed Links
right-attach-files = Attach Files
private-first = Your answers are private, and I may not write to you yet. { $link }, press Start, and ask there.
private-open = Open our chat
cannot-write-to-you = Your answers are private, and I may not write to you: allow direct messages from members of this server, or ask with <c>/predict</c>.

## Welcome

welcome-title = Hello! I tell how popular a track could become.
welcome-lead = Send me a Spotify link or an audio file of an unreleased song, and I answer with a score from 0 to 100, its range, and the reasons. Audio is deleted as soon as the answer is made.
welcome-discord-setup = Ask with <c>/predict</c>. To have every song in a channel or forum answered, a manager writes <c>/feedback-channel add</c>; language and privacy: <c>/settings</c>.

## In pictures: few words, narrow columns

picture-typical = typical track { $score }
picture-lifts = lifts
picture-weighs = weighs
picture-own = yours
picture-ladder-lowest = In the lowest step only listed songs are known; most others lie lower.
picture-ladder-falls = Not every step rises: they come from different artists’ songs.
picture-worth = { $change }: about { $points } ({ $low } to { $high })
picture-about = about { $points }
picture-standing = { $name } { $value }: { $rank }
picture-standing-bare = { $name }: { $rank }
picture-place-below = below your references
picture-place-inside = within your references
picture-place-above = above your references
picture-chances = Chance to pass 20: { $chance20 } %, to pass 30: { $chance30 } %
picture-range-of-ten = Eight of ten tracks like this end between { $low } and { $high }
picture-same-twice = The same recording twice
picture-nothing = nothing of note
picture-footer = heard: { $heard } · model: { $model } · spotpop
picture-heard = preview from { $source }
picture-heard-isrc = preview from { $source }, found by its ISRC
picture-heard-search = preview from { $source }, found by search
picture-heard-upload = your file
picture-no-difference = No reliable difference
picture-ahead-first = First ahead by { $points } points
picture-ahead-second = Second ahead by { $points } points
picture-difference = Second minus first: { $points }, { $of } of 10 times between { $low } and { $high }
picture-first-ahead = first ahead
picture-same = the same
picture-second-ahead = second ahead
picture-for-first = In favour of the first
picture-for-second = In favour of the second
picture-range = { $low } to { $high }
picture-model = model: { $model } · spotpop
picture-more = and { $count } more
picture-ranking-legend = dot: score · band: 8 in 10 such tracks · spotpop
picture-forecast-count = { $count } of { $total } forecast
problem-preview-not-found = no preview found
problem-track-not-found = unknown to Spotify
problem-silent-audio = silent
problem-too-short = too short
problem-rate-limited = a source wants a pause
problem-source-unavailable = a source does not answer
problem-deadline-exceeded = took too long
problem-other = no forecast

## Errors: what happened, and what to do next

error-nothing-found = There is no Spotify link and no audio file in this.
hint-nothing-found = Paste a link to a track, such as https://open.spotify.com/track/…, or send an audio file.
error-empty-folder = There is no audio file in the folder “{ $name }”.
hint-empty-folder = Give another folder, or the files themselves.
error-file-unreadable = There is no file “{ $name }” that can be read.
hint-file-unreadable = Check its name and its permissions, or give the link of a track instead.
error-unsupported-link = { $kind ->
    [artist] This is a link to an artist, and a forecast needs a track.
    [episode] This is a podcast episode, and a forecast needs a track.
    [show] This is a podcast, and a forecast needs a track.
    [audiobook] This is an audiobook, and a forecast needs a track.
    [jam] This is an invitation to a jam; it lets nobody else listen.
    [collection] These are your own saved songs, which nobody else can see.
    [local] This is a file on somebody’s device; Spotify does not have it.
   *[other] Spotify has such pages, but a forecast needs a track.
  }
hint-unsupported-link = Share the link of one song there, or send the audio file itself.
error-short-link-dead = This short link does not lead to a Spotify track.
hint-short-link-dead = Open it yourself and paste the long link from open.spotify.com.
error-not-released-yet = This is not out yet, so Spotify has no preview of it.
hint-not-released-yet = Send the audio file itself: mp3, m4a, ogg, flac or wav.
error-other-service = This is a link to { $service }, which cannot be listened to from here.
hint-other-service = If the song is out, send its Spotify, Apple Music or Deezer link, or its name; if not, send the audio file.
error-file-on-share = Files on { $service } are not fetched from here.
hint-file-on-share = Download the file and send it here itself: mp3, m4a, ogg, flac or wav.
error-recording-unsure = No preview is surely “{ $title }”.
hint-recording-unsure = Is it one of these? Choose it, or send the audio file.
match-differs = What differs: { $differs }.
recording-choice = { $number }. { $recording }
recording-choice-differs = { $number }. { $recording } · differs: { $differs }
choose-length = Length
choose-differs = What differs
choose-differing = differs: { $differs }
choose-from = From
choose-number = Which one? 1 to { $count }, or Enter for none:
terminal-choose = Type its number to choose it.

# What differs between the track asked for and the recording found, after “What differs:”.
difference-live = live
difference-acoustic = acoustic
difference-session = a session
difference-instrumental = instrumental
difference-karaoke = karaoke
difference-cover = a cover
difference-remix = a remix
difference-rework = a rework
difference-mashup = a mashup
difference-dj-mix = part of a DJ mix
difference-club = a club mix
difference-mix = another mix
difference-vip = a VIP mix
difference-dub = a dub
difference-extended = extended
difference-rerecorded = recorded anew
difference-stripped = stripped down
difference-piano = on the piano
difference-guitar = on the guitar
difference-orchestral = orchestral
difference-a-cappella = a cappella
difference-choir = with a choir
difference-demo = a demo
difference-alternate = an alternative version
difference-sped-up = sped up
difference-slowed = slowed down
difference-spatialised = spatial audio
difference-lofi = lo-fi
difference-reversed = backwards
difference-commentary = a commentary
difference-skit = an interlude
difference-reprise = a reprise
difference-mono = mono
difference-tv-size = cut for television
difference-christmas = a Christmas version
difference-clean = without explicit words
difference-anniversary-recording = an anniversary version
difference-excerpt = an excerpt
difference-remaster = remaster
difference-edit = an edit
difference-album-version = the album’s version
difference-stereo = stereo
difference-vault = from the vault
difference-soundtrack-version = the soundtrack’s version
difference-language = the language
difference-length = the length
difference-title = the title
difference-words = words of the title
difference-wording = the wording of the title
difference-spelling = the spelling
difference-script = the script
difference-guest = guests
difference-artist = the artists
difference-explicit = the mark for explicit words
difference-other = something else
error-attachment-expired = This link to a file on Discord does not work any more: Discord lets such links expire after a day.
hint-attachment-expired = Send the audio file itself, or copy its link anew from the message.
error-name-not-found = No song called “{ $name }” could be found.
hint-name-not-found = Write artist and title, such as <c>Daft Punk - One More Time</c>, or send a link or the audio file.
error-premium-lapsed = { $source } answers this installation only while the owner of its app has Premium, which has lapsed.
hint-premium-lapsed = Upload the audio file; the operator renews Premium, which takes some hours to be noticed.
error-access-denied = { $source } does not show this to apps that do not own it.
hint-access-denied = Make it public, send the link of a single track, or upload the audio file.
error-lookup-incomplete = { $answered } does not show this, and { $failed } could not be asked at the moment.
hint-lookup-incomplete = Try again later, or upload the audio file.
error-track-not-found = Spotify does not know this track.
hint-track-not-found = Check the link; the track may have been taken down.
error-listing-not-found = { $kind ->
    [album] This album is empty or unknown to Spotify.
    [playlist] This playlist is empty, private or unknown to Spotify.
   *[other] This list is empty, private or unknown to Spotify.
  }
hint-listing-not-found = Make it public, or send the link of a single track.
error-preview-not-found = No 30-second preview of “{ $title }” could be found (tried: { $tried }).
hint-preview-not-found = Upload the audio file itself: mp3, m4a, ogg, flac or wav.
error-not-audio = This file is not audio.
hint-not-audio = Send an mp3, m4a, ogg, flac or wav file.
error-other-file = { $kind ->
    [archive] This file is an archive ({ $name }), not a song.
    [playlist] This file is a playlist ({ $name }): it names songs and holds none.
    [project] This file is a project of { $name }: the song is not mixed down in it.
    [picture] This file is a picture ({ $name }), not audio.
    [document] This file is a document ({ $name }), not audio.
    [program] This file is a program ({ $name }), not audio.
   *[other] This file is { $name }, not audio.
  }
hint-other-file = { $kind ->
    [archive] Unpack it and send the song inside, as mp3, m4a, ogg, flac or wav.
    [playlist] Send one of its songs, or the link of the playlist at Spotify.
    [project] Export the song there as mp3, m4a, ogg, flac or wav and send that.
   *[other] Send an mp3, m4a, ogg, flac or wav file.
  }
error-unsupported-audio = This file is { $name }, which is not read here.
hint-unsupported-audio = Export the song as mp3, m4a, ogg, flac or wav and send that.
error-protected-audio = This is a copy-protected file ({ $name }-protected), which only its own player can open.
hint-protected-audio = Send a link to the song, or an export of your own without protection.
error-unreadable-audio = This audio is damaged and cannot be read.
hint-unreadable-audio = Export it again as mp3, m4a, ogg, flac or wav and send the new file.
error-empty-audio = This file is empty.
hint-empty-audio = Export the song again and send the new file.
error-silent-audio = There is nothing to hear in this section: it is silent.
hint-silent-audio = Choose another start, or check that the export is not muted.
error-too-short = This audio lasts only { NUMBER($duration_s, maximumFractionDigits: 1) } s, and a forecast needs at least { NUMBER($minimum_s, maximumFractionDigits: 0) } s.
hint-too-short = Send a longer piece; 30 s of the song’s strongest part is ideal.
error-too-long = This audio lasts { NUMBER($duration_s, maximumFractionDigits: 0) } s, and at most { NUMBER($maximum_s, maximumFractionDigits: 0) } s are accepted.
hint-too-long = Cut out the song, or its strongest 30 s, and send that.
error-too-large = This file has { NUMBER($size_mib, maximumFractionDigits: 1) } MiB, and at most { NUMBER($maximum_mib, maximumFractionDigits: 0) } MiB are accepted.
hint-too-large = Send it as mp3 or m4a, or cut it to the strongest 30 s.
error-start-beyond-end = A section starting at { NUMBER($start_s, maximumFractionDigits: 1) } s does not fit into audio of { NUMBER($duration_s, maximumFractionDigits: 1) } s.
hint-start-beyond-end = Choose an earlier start, or leave it out.
error-source-unavailable = { $source } does not answer properly at the moment.
hint-source-unavailable = Try again in a few minutes, or upload the audio file.
error-rate-limited = { $source } was asked too often and wants a pause of { NUMBER($retry_after_s, maximumFractionDigits: 0) } s.
hint-rate-limited = Try again after that, or upload the audio file.
error-credentials-rejected = { $source } rejects this installation’s credentials.
hint-credentials-rejected = Upload the audio file; the operator finds the cause with <c>spotpop doctor</c>.
error-sources-off = Links cannot be looked up here: the operator has switched all sources off.
hint-sources-off = Upload the audio file itself: mp3, m4a, ogg, flac or wav.
error-model-missing = There is no model named “{ $name }”, so there is no forecast.
hint-model-missing = The operator finds the models that are there with <c>spotpop models</c>.
error-model-damaged = The model “{ $name }” is incomplete or was changed, so it is not used.
hint-model-damaged = The operator sees with <c>spotpop models --check</c> which file differs.
error-runtime-missing = The { $runtime } runtime is not installed.
hint-runtime-missing = The operator installs it, from a checkout, with <c>pip install -c constraints.txt '.[{ $extra }]'</c>.
error-queue-unavailable = The queue cannot be reached at the moment, so the question was not taken.
hint-queue-unavailable = Please ask again in a minute.
error-queue-full = { $waiting ->
    [one] One question is waiting already, so this one was not taken.
   *[other] { $waiting } questions are waiting already, so this one was not taken.
  }
hint-queue-full = Please ask again in about { NUMBER($eta_s, maximumFractionDigits: 0) } s.
error-too-many-questions = That is a lot of questions at once.
hint-too-many-questions = Try again in { NUMBER($retry_after_s, maximumFractionDigits: 0) } s.
error-deadline-exceeded = This took too long and was given up.
hint-deadline-exceeded = Please ask again; a shorter file or a single track is quicker.
error-upload-expired = The uploaded file waited too long and was deleted before its turn came.
hint-upload-expired = Please send it again.
error-job-failed = This question could not be worked out, even after several tries.
hint-job-failed = Try another file or link; if it happens again, tell the operator.
error-queue-uncertain = The queue did not confirm the question, so it was probably not taken.
hint-queue-uncertain = If no answer comes within a minute, please ask again.
error-no-room = There is no room for another question right now, so this one was not taken.
hint-no-room = Please ask again in a few minutes; a link or a smaller file takes less room.
error-question-lost = The queue lost this question before it was answered.
hint-question-lost = Please ask again.
error-answer-unreadable = The answer was written by another version and cannot be shown here.
hint-answer-unreadable = Please ask again in a few minutes.
error-record-unavailable = The track record’s database cannot be used at the moment.
hint-record-unavailable = Forecasts go on without it.
error-references-unusable = The file with your references, { $name }, cannot be used.
hint-references-unusable = See whether the data folder can be written and is not full.
error-reference-set-full = The set “{ $name }” holds { $most } references already, which is the most.
hint-reference-set-full = Remove one, or begin another set.
error-settings = The setting { $name } cannot be used: { $problem }.
hint-settings = The operator finds what it takes in <c>.env.example</c> and with <c>spotpop doctor</c>.
error-not-saved = { $path } could not be saved: { $reason }.
hint-not-saved = Make room, or choose a folder that can be written.
error-unexpected = Something went wrong on our side.
hint-unexpected = Please try again; if it happens again, tell the operator.
error-table-unusable = The table { $path } cannot be used: { $problem }.
hint-table-unusable = Its columns, their units and ranges are listed in <c>docs/model.md</c>.
error-too-few-rows = There are only { $found } usable rows, and { $purpose } needs at least { $needed }.
hint-too-few-rows = Collect more tracks first; with fewer the result would be noise.
error-model-unfit = The model “{ $name }” knows sound alone, so a table of descriptors can be neither judged nor fitted with it.
hint-model-unfit = Judge it with the figures in its card; train with --kind descriptors for a model that can be calibrated.
error-nothing-to-compare = Nothing can be forecast of “{ $title }”, so there is nothing to compare.
hint-nothing-to-compare = I know music only: speech, noise, a bare tone or silence have no score.

## The page, and the track record

web-name = spotpop
web-headline = How popular could this track become on Spotify?
web-promise = A forecast with an honest range, and why. Paste a link, or give a song that is not out yet.
web-link = Link to a track, album or playlist
web-or = or
web-file = Audio file
web-file-hint = At most { $size } MiB. It is deleted as soon as the answer is made.
web-compare = Compare with a second one
web-other-link = Link to the second track
web-other-file = Second audio file
web-more = What you know about it
web-start = Start of the 30 seconds that are listened to
web-start-hint = In a file of yours, as minutes and seconds; empty: the strongest part.
web-ask = Forecast
web-do = Go
web-sending = Sending …
web-kept = No account, no tracker. The answer is kept for you for a day; “Forget me” deletes it at once.
web-skip = To the content
web-menu = Pages
web-record = Track record
web-about = About
web-forget = Forget me
web-forgotten = { $count ->
    [0] Nothing was kept about you.
    [one] Forgotten: one thing was deleted.
   *[other] Forgotten: { $count } things were deleted.
  }
web-footer = spotpop is not made by Spotify.
web-working = Listening …
web-taken = Your question is in the queue.
web-progress = Progress
web-reloads = This page looks again every two seconds.
web-another = Ask about another one
web-back = Back to the answer
web-home = To the start
web-table = All rows as CSV
web-picture-alt = Picture of the forecast for { $title }. { $lead }
web-share = Share it
web-share-hint = Makes a link that whoever has it may open. It is listed nowhere, and ends by itself.
web-share-day = Link for a day
web-share-week = Link for a week
web-share-made = Here is your link
web-share-until-day = It works for 24 hours.
web-share-until-week = It works for 7 days.
web-share-address = Link to share
web-share-open = Open it
web-share-secret = Your secret link to delete it
web-share-secret-hint = Keep it for yourself. “Forget me” deletes the shared link too.
web-share-delete = Delete the shared link
web-share-delete-hint = Whoever has the link will not see the answer any more.
web-share-deleted = The shared link is deleted.
web-share-gone = This link has ended, or was deleted.
web-share-expires = Shared until { $until }.
web-try = Ask about a song of your own
web-not-found = There is no such page, or not any more.
web-form-stale = This form is too old, or was not made for you. Please go back, load the page again and send it once more.
web-upload-cut = The upload was cut off, or too slow.
web-privacy = What is kept
web-privacy-text = A cookie tells your own answers apart from those of others; it lasts a week and names nobody. Answers are kept for a day, shared links as long as you chose, uploads until they are answered. The audience of the artist that you told last is offered again for a week. Forecasts of your own songs and numbers of your references are kept, for a year at most, only if you agree under “My songs” and “References”. Your address is counted under a name that changes every day, against too many questions. No other site is asked by this page.
record-title = How earlier forecasts turned out
record-promise = “Eight of ten” is a promise. Forecasts of released tracks are kept, and looked at again after 30, 90 and 365 days; misses are shown as plainly as hits.
record-off = The operator has switched the record off.
record-none = Nothing has been published yet.
record-kept = { $forecasts } forecasts of { $tracks } tracks are kept.
record-too-young = None of them is old enough to be judged yet.
record-next = The first is due on { $when }.
record-open = { $count ->
    [one] One of them is old enough to be judged, but no source has told yet what became of it.
   *[other] { $count } of them are old enough to be judged, but no source has told yet what became of any.
}
record-after = After { $days } days: { $measure }
record-counted = { $outcomes } of { $elapsed } outcomes are known.
record-missed = Missed: { $below } ended below the range, { $above } above.
record-figure = Figure
record-value = Value
record-sure = 95 % interval
record-unskilled = Promised or without skill
record-interval = { $low } to { $high }
record-so-far = { $count } of { $needed } so far
record-so-far-all = { $count } of { $needed } so far: from fewer, nothing is claimed.
record-misses = Largest misses
record-hits = Closest hits
record-named = { $low } to { $high } forecast, was { $outcome }
record-head = As of { $when }. Hash of the record’s last line; who notes it down can tell later that nothing was changed:
record-measure-spotify-popularity = popularity on Spotify
record-measure-listenbrainz-listens = listens counted by ListenBrainz
record-measure-listenbrainz-listeners = listeners counted by ListenBrainz
record-measure-deezer-rank = rank on Deezer
record-figure-coverage = Inside the range of eight in ten
record-figure-crps = Distance from the outcome (CRPS, points)
record-figure-crps-skill = Better than always telling the middle
record-figure-spearman = Rank correlation
record-figure-pairs = Of two tracks of one week, told in the right order

## The page, and the track record

record-legend = dot: share · band: its 95 % interval · mark: promised, or guessing · spotpop
record-drawn-coverage = Inside the range after { $days } days
record-drawn-pairs = Of two, told in the right order after { $days } days
record-alt = How earlier forecasts turned out: { $lead }

## The page, and the track record

record-line = { $line }

## The page, and the track record

web-audience = Followers of the artist on Spotify
web-unknown = Not told
web-audience-under-1k = under 1,000
web-audience-1k-10k = 1,000 to 10,000
web-audience-10k-100k = 10,000 to 100,000
web-audience-100k-1m = 100,000 to 1 million
web-audience-1m-10m = 1 to 10 million
web-audience-over-10m = over 10 million
web-genre = Genre
web-genre-rap = rap
web-genre-rock = rock
web-genre-pop = pop
web-genre-edm = electronic
web-genre-r-and-b = R&B
web-genre-latin = Latin
web-genre-country = country
web-genre-metal = metal
web-genre-folk = folk
web-genre-soundtrack = soundtrack
web-genre-jazz = jazz
web-genre-classical = classical
web-genre-holiday = holiday
web-genre-other = another one
web-released = Released on (for a file of yours that is out)
web-explicit = Explicit lyrics
web-first-song = The artist’s first song
web-usual = Popularity of the artist’s other songs (0 to 100)
web-yes = yes
web-no = no
web-songs-kept = Title, date and figures are kept for a year at most, never the sound. They belong to this browser: its cookie then lasts a year, and whoever deletes it cannot see them again. “Forget me” deletes all of it.
web-songs-on = Keep the forecasts of my uploads
web-songs-out = It is out now: link of the release
web-songs-tie = Tie it to the release
web-songs-link-missing = Please give the link of the release.
web-songs-join = Another version of this song
web-songs-joining = Put together
web-songs-delete = Delete this song
web-songs-export = All of it as JSON
web-songs-off = Delete all songs, and keep no more
web-link-hint = Or write artist – title. Several links become one ranked list.
web-band = Show the whole recording in the picture’s spectrogram, not only what is listened to
web-references = References
web-references-about = Songs that you want to stand beside. Every next answer then shows where your song lies outside their range.
web-references-kept = Of each song its name and up to seven numbers are kept for a year at most: loudness, tempo, length, energy, danceability, cheerfulness, acoustic sound. The audio is deleted as soon as it is measured. They belong to this browser; “Forget me” deletes them.
web-references-agree = That is fine, keep references
web-references-remove = Remove
web-references-remove-set = Remove the whole set
web-references-link = Link of a track
web-references-set = Name of the set, if there are several
web-references-add = Keep as a reference
web-references-missing = Please give a link or a file of the reference.

## A person's own songs (`/songs`)

songs-title = My songs
songs-ask = Nothing is kept of your uploads. If you like, their forecasts are kept for a year, to see one version beside the next and what became of a song.
songs-agree = <c>/songs on</c> keeps title, date and figures of your uploads’ forecasts, never their sound. <c>/songs off</c> or <c>/forget</c> deletes them at once.
songs-on = From now on the forecasts of your uploads are kept: title, date and figures, for a year at most.
songs-ended = Nothing is kept of your uploads any more. { $count ->
    [one] One forecast was deleted.
   *[other] { $count } forecasts were deleted.
 }
songs-empty = There is nothing here yet. Upload a song, and its forecast is kept.
songs-end = <c>/songs off</c> or <c>/forget</c> ends that.
songs-lead = { $count ->
    [one] One song is kept.
   *[other] { $count } songs are kept.
 }
songs-how = What you can do
songs-out = <c>/songs out 1 LINK</c> when song 1 is out: its forecast is tied to the release, and after 30 days you are told what became of it
songs-join = <c>/songs join 1 2</c> when 2 is another version of 1
songs-rest = Delete one with <c>/songs delete 1</c>, all with <c>/songs off</c>; <c>/songs export</c> gives you a JSON file
songs-exported = All that is kept of your uploads.
songs-song = { $number }. { $name }
songs-version = v{ $place }, { $date }: <b>{ $score }</b> ({ $low } to { $high })
songs-step-reliable = v{ $first } → v{ $second }: about <b>{ $points }</b> by its sound, between { $low } and { $high }
songs-step-none = v{ $first } → v{ $second }: no reliable difference ({ $low } to { $high })
songs-step-same = v{ $first } → v{ $second }: the same sound
songs-step-model = v{ $first } → v{ $second }: told by different models, so their figures cannot be compared
songs-step-unmeasured = v{ $first } → v{ $second }: this model does not tell what a difference is worth
songs-released = Out as { $title }; you said so on { $date }.
songs-waiting = What became of it is looked up on { $date }.
songs-tied = Tied to your upload “{ $name }”, whose forecast was { $score } ({ $low } to { $high }). What became of it is told on { $date }.
songs-became-title = What became of { $name }
songs-became-lead = On { $date } its forecast was { $score }: eight of ten tracks like it end between { $low } and { $high }.
songs-became-inside = Now it stands at <b>{ $value }</b> on Spotify: within { $low } to { $high }.
songs-became-below = Now it stands at <b>{ $value }</b> on Spotify: below { $low } to { $high }. The forecast was too high.
songs-became-above = Now it stands at <b>{ $value }</b> on Spotify: above { $low } to { $high }. The forecast was too low.
songs-became-other = { $measure }: <b>{ $value }</b>
songs-became-scale = That is another scale than the forecast’s, so it proves neither right nor wrong.
songs-became-unknown = No source that is asked knew the release within a week, so nothing can be said.
songs-became-footer = You asked for this with /songs; it is told once.
songs-joined = Put together as versions of “{ $name }”.
songs-deleted = Deleted: { $name }
songs-which = Which song? Its number stands in <c>/songs</c>.
songs-which-link = Give the link of the release, such as <c>/songs out 1 https://open.spotify.com/track/…</c>
songs-privately = Your songs are between you and me: ask in our private chat.
command-songs = Your uploads’ forecasts, kept if you agree: versions side by side
help-songs = <c>/songs</c> your uploads’ forecasts, kept if you agree: versions side by side, and what became of them
option-do = What to do; nothing shows your songs
option-number = Number of the song
option-other = Number of a second song
option-release = Spotify link of the release
songs-do-on = keep my uploads’ forecasts
songs-do-off = delete them, and keep no more
songs-do-export = export as JSON
songs-do-out = it is out: give number and link
songs-do-join = two are one song: give both numbers
songs-do-delete = delete one song
about-privacy-songs = If you agree with <c>/songs on</c>: title, date and figures of your uploads’ forecasts, for a year at most, never their sound.

## Buttons that tell the audience, and how sure an answer is

expect-sound-alone = From the sound alone I pick the more popular of two songs in { $pairs } of 100 pairs; guessing: 50.
audience-ask = How many followers on Spotify? Tap, and I ask again.
audience-file-gone = The file was deleted once its answer was made, and I cannot fetch it again. Send it once more, and tap then.
audience-next-time = Nobody told how many follow the artist, so this is for all audiences at once. Tell it in the form and send the file again: the answer is then for yours.
button-audience = Audience…
button-sure = How sure?
rung-short-under_1k = under 1k
rung-short-1k_10k = 1–10k
rung-short-10k_100k = 10–100k
rung-short-100k_1m = 100k–1M
rung-short-1m_10m = 1–10M
rung-short-over_10m = over 10M
sure-lead = <b>Eight of ten tracks like this end between { $low } and { $high }.</b> The range is the answer; the score is only its middle.
about-accuracy-pairs = There, without the audience, it tells right which of two tracks is more popular in { $pairs } of 100 pairs; guessing gets 50.
docs-more = More on this:
docs-link = { $link }
docs-ladder = what to expect
docs-measured = what is measured
docs-reasons = reasons
docs-changes = what a change is worth
docs-differs = what differs
docs-corridor = the corridor
docs-levels = levels at services
docs-alike = sounds like
docs-accuracy = how good it is
docs-record = the track record

## References of one's own, and dates

command-reference = Songs of your own choice to measure yours against
option-action = add, list or remove
option-set = Name of a set of references
option-agree = You agree that their numbers are kept
option-release-date = Since when it is out: 2024 or 2024-08-16
help-reference = <c>/reference</c> <c>add</c>, <c>list</c>, <c>remove</c>: songs that yours is put beside
action-add = add
action-list = list
action-remove = remove
reference-title = Your references
reference-consent = Of each song I keep its name and up to seven numbers: loudness, tempo, length, energy, danceability, cheerfulness, acoustic sound. The audio is deleted as soon as it is measured. They stay until you remove them or say <c>/forget</c>.
reference-agree = If that is fine, ask once more with <c>agree</c>: <c>/reference add agree</c> and a link or a file.
reference-agreed = Noted. Now send <c>/reference add</c> with a link or a file.
reference-needs-song = Send a link or a file with it: <c>/reference add</c> and the song.
reference-none = You have no references yet. <c>/reference add</c> with a link or a file keeps one.
reference-use = “Why?” under your next answers shows where your song lies outside their range.
reference-set = “{ $name }”
reference-row = { $song } ({ $numbers })
reference-kept = <b>Kept:</b> { $song }, now { $count ->
    [one] one reference
   *[other] { $count } references
  } in “{ $name }”. Only numbers stay.
reference-not-kept = Nothing was kept.
reference-removed = { $count ->
    [0] There is no such reference.
    [one] One reference is gone.
   *[other] { $count } references are gone.
  }
wrong-date = That is no date. Write a year or a day: 2024 or 2024-08-16.
button-audience-again = ↺ { $audience }


## Tables of the command line

table-score = Score
table-interval = Interval
table-track = Track
table-artists = Artists
table-followers = With followers
table-passes-20 = Passes 20
table-passes-30 = Passes 30
table-no-music = no music
table-unreleased = Taken for unreleased: this is what to expect in the first year.
table-legend = ● forecast   ━ interval   ┼ typical track ({ $typical })
table-sound = Sound
table-genre-guess = { $genres } (a guess by the sound)
table-heard = Heard
table-note = Note
table-picture = Picture

button-versus = Compare them
button-details = Tell more…
details-ask = What do you know of the song? Tap, and I ask again.
details-genre = Genre…
details-out = When it came out…
details-words-on = Explicit words
details-words-off = No explicit words
details-first-song = First song
details-usual = Other songs…
details-usual-ask = How popular are the artist’s other songs, as Spotify counts (0 to 100)? Tap, and I ask again.
details-start = Where to listen…
details-genre-ask = Which genre is it?
details-out-ask = Since when is it out?
details-start-ask = From where shall I listen to your file, for 30 s?
details-out-no = Not out yet
details-out-0 = Out today
details-out-30 = For a month
details-out-182 = For half a year
details-out-365 = For a year
details-out-1826 = For five years
version-known = You asked about a version of this before: { $title }.

## What a command says while it works, and when it breaks

stage-start = Starting
crash-happened = This should not have happened: { $cause }.
crash-story = The whole story is in { $file }.
crash-doctor = <c>spotpop doctor</c> checks this installation.
hint-nearest = Did you mean { $nearest }?
hint-problem = { $problem }.
hint-unexpected-here = stderr names the cause and its log; <c>spotpop doctor</c> checks this installation.
hint-settings-here = See .env.example for what it takes, or run <c>spotpop doctor</c>.
hint-credentials-rejected-here = Upload the audio file; <c>spotpop doctor</c> finds the cause.
hint-runtime-missing-here = Install it, from a checkout with <c>pip install -c constraints.txt '.[{ $extra }]'</c>, or choose another with SPOTPOP_RUNTIME. TensorFlow has no wheels for Python 3.14.
hint-model-damaged-here = Install it again; <c>spotpop models --check</c> shows which file differs.
hint-model-missing-here = <c>spotpop models</c> lists those that are there; set SPOTPOP_MODEL to one of them.
hint-record-unavailable-here = Forecasts go on without it; <c>spotpop doctor</c> and docs/record.md say what to look at.
reference-none-here = No references yet. Add some: <c>spotpop reference add SONG.mp3 LINK …</c>
table-set = Set
table-reference = Reference
table-added = Added
source-listenbrainz = ListenBrainz

## The track record on the command line

record-hash = Hash of the record’s last line: { $head }
record-days = After { $days } days
record-slice-month = month
record-slice-model = model
record-slice-age = age
record-slice-audience = audience
record-slice-cohort = drawn
record-slice-audience-known = known
record-slice-audience-unknown = not known
record-slice-age-new = up to 30 days
record-slice-age-year = up to a year
record-slice-age-older = older
record-slice-age-unknown = not known
record-slice-cohort-asked = asked for
record-slice-cohort-control = drawn at random
record-written = { $count ->
    [one] One line is written to { $file }.
   *[other] { $count } lines are written to { $file }.
  }
record-asked = { $count ->
    [0] Nobody is asked: SPOTPOP_RECORD_SOURCES names no source.
   *[other] Asked: { $sources }.
  }
record-read = Outcomes read: { $read }, unknown: { $unknown }, to be tried again: { $failed }.
record-source-down = { $source } does not answer now; its outcomes stay open.
record-broken = Line { $line } of { $lines } does not follow from the one before: the record was changed.
record-cut-short = The hash that was noted down is not in the record: it was cut short or made anew.
record-withdrawn = Without values, because withdrawn: { $count }.
record-intact = { $lines ->
    [0] The record has no line yet.
   *[other] All { $lines } lines follow from each other.
  }
