### Ce que dit le bot, en français. <b>…</b> est en gras, <c>…</c> est du code.

## La prévision

answer-title = { $title } — { $artist }
answer-title-upload = { $title }
untitled = Sans titre
answer-cannot-tell = <b>Je ne peux rien en dire.</b> Cela ne ressemble pas à de la musique, et je ne connais que la musique.
answer-lead = <b>Environ { $score } sur 100.</b> Huit titres pareils sur dix : entre { $low } et { $high }.
answer-percentile = Plus populaire que { $percentile } % des { $count } titres auxquels il est comparé.
answer-baseline = Sans écouter, la meilleure estimation serait { $baseline }, huit fois sur dix entre { $low } et { $high }.
answer-spotify-popularity = Spotify lui-même indique { $popularity } sur 100 aujourd’hui.
answer-lifts = Ce qui le porte
answer-weighs = Ce qui le freine
answer-reason = <b>{ $points }</b> { $name } : { $value }
answer-reason-bare = <b>{ $points }</b> { $name }
answer-no-reasons = Rien dans le son ne ressort, ni dans un sens ni dans l’autre.
answer-listened = Ce qui a été écouté
answer-warnings = À prendre avec prudence
answer-footer = Une prévision d’après le son, pas un jugement sur la musique.
answer-alt-cannot-tell = Spectrogramme de { $title }, sans prévision.
answer-alt = Prévision pour { $title } : environ { $score } sur 100, huit fois sur dix entre { $low } et { $high }.

match-upload = Votre fichier, secondes { $start } à { $end }.
match-id = L’extrait de ce titre même, chez { $source }.
match-isrc = L’extrait du même enregistrement (même ISRC), chez { $source } : { $title } — { $artist }.
match-search = Trouvé par son nom chez { $source } : { $title } — { $artist }. Sûr à { $confidence } % que c’est le même enregistrement.
match-search-short = Écouté chez { $source } : { $title } — { $artist }, sûr à { $confidence } %.
match-other = Un extrait de { $source } : { $title } — { $artist }.

source-spotify = Spotify
source-deezer = Deezer
source-itunes = Apple Music
source-embed = la page intégrée de Spotify
source-upload = votre fichier

warning-speech = Cela ressemble à de la parole, et le modèle ne connaît que la musique.
warning-noise = Cela ressemble à du bruit, et le modèle ne connaît que la musique.
warning-classical = Cela ressemble à de la musique classique, que les chiffres de popularité décrivent mal.
warning-silence = Une bonne partie est silencieuse.
warning-short = Il y avait moins à écouter que ce dont le modèle a l’habitude.
warning-quiet = C’est bien plus faible que la musique publiée d’ordinaire.
warning-tone = C’est un seul son continu, et le modèle ne connaît que la musique.
warning-release-unknown = La date de sortie n’est pas connue, ce qui rend la prévision moins sûre.
warning-match-unsure = Il n’est pas certain que l’extrait soit exactement cet enregistrement.
warning-other = Le modèle n’a pas été fait pour ce genre de musique ({ $code }).

## Tout ce qu’il y a derrière une prévision (le bouton « Pourquoi ? »)

why-title = Pourquoi { $score } pour { $title } ?
why-lead = En partant de { $baseline }, le milieu des titres auxquels il est comparé, tout ceci mène à { $score } :
why-sound = Le son
why-context = Ce que l’on sait de la sortie
why-descriptors = Comment le modèle l’entend
why-descriptor = { $name } : <b>{ $value }</b>
why-descriptor-rank = { $name } : <b>{ $value }</b> (au-dessus de { $percentile } % des titres)
why-deezer = Ce qu’en dit Deezer
why-deezer-rank = Popularité de ce morceau là-bas : <b>{ $rank }</b> sur 1 000 000.
why-deezer-fans = Fans de { $artist } là-bas : <b>{ $fans }</b>.
why-deezer-note = Ce sont des faits ; cette prévision ne s’appuie pas sur eux.
why-genres = Le genre, d’après le son seul
why-genre = { $name } : { $percent } %
why-what-ifs = Des titres comme celui-ci, mais …
why-what-if = … avec davantage de { $name } diffèrent en moyenne de <b>{ $points }</b> points (de { $low } à { $high }).
why-moments = Les secondes qui comptent
why-moments-best = Les secondes { $start } à { $end } le portent le plus ({ $points }).
why-moments-worst = Les secondes { $start } à { $end } le freinent le plus ({ $points }).
why-model = Modèle
why-model-line = { $name } { $version } ({ $runtime }). Comparé à { $count } titres.
why-time = Calculé en { $seconds } s.
why-gone = Les détails de cette prévision ont été supprimés : ils sont conservés 24 heures au plus. Redemandez pour les voir.
why-shown = L’explication se trouve déjà sous cette réponse.

name-danceability = rythme dansant
name-energy = énergie
name-valence = gaieté
name-acousticness = son acoustique
name-instrumentalness = part instrumentale
name-speechiness = voix parlée
name-liveness = son de concert
name-loudness = niveau sonore
name-tempo = tempo
name-key = tonalité
name-mode = mode
name-age = temps depuis la sortie
name-duration = durée
name-explicit = paroles explicites
name-genre = genre
name-followers = public de l’artiste
name-usual = ce qu’atteignent les autres morceaux de l’artiste
name-earlier = ce qu’atteignent les autres morceaux de l’artiste
name-album = la sortie dont il fait partie
name-spectrogram = son d’ensemble
name-level = niveau et dynamique
name-rhythm = rythme
name-harmony = harmonie
name-timbre = timbre
name-sound = le son dans son ensemble
name-context = la sortie dans son ensemble

value-loudness = { $value } dB
value-tempo = { $value } BPM
value-released = sorti le { $date }
value-unreleased = pas encore sorti
value-first-song = aucun autre morceau sorti
value-duration = { $minutes }:{ $seconds } min
value-explicit = { $explicit ->
    [yes] explicites
   *[no] non explicites
  }
value-followers = { $count ->
    [one] un abonné
   *[other] { $count } abonnés
  }
value-usual = autres titres en général à { $value }
value-earlier = titres antérieurs en général à { $value }
value-album = { $value ->
    [1] d’un single
    [3] d’une compilation
   *[other] d’un album
  }
value-deezer = { $value } fans sur Deezer
value-unknown = inconnu

level-low = faible
level-mid = moyen
level-high = élevé
level-average = dans la moyenne
level-below-average = sous la moyenne
level-above-average = au-dessus de la moyenne

key-0 = do
key-1 = do♯/ré♭
key-2 = ré
key-3 = ré♯/mi♭
key-4 = mi
key-5 = fa
key-6 = fa♯/sol♭
key-7 = sol
key-8 = sol♯/la♭
key-9 = la
key-10 = la♯/si♭
key-11 = si
key-and-mode = { $tonic } { $mode }
mode-0 = mineur
mode-1 = majeur
mode-unsure = majeur ou mineur

## Deux côte à côte

compare-title = { $first } face à { $second }
compare-none = <b>Aucune différence fiable.</b> Mesuré : { $points } points pour le second. Mais huit fois sur dix, la vérité se trouve entre { $low } et { $high }, et zéro en fait partie.
compare-better = <b>Le second a { $points } points d’avance.</b> Huit fois sur dix, la vérité se trouve entre { $low } et { $high }.
compare-worse = <b>Le premier a { $points } points d’avance.</b> Huit fois sur dix, la vérité se trouve entre { $low } et { $high }.
compare-scores = Chacun pour soi
compare-score = { $place }. { $title } : <b>{ $score }</b> (de { $low } à { $high })
compare-reasons = Ce qui fait la différence
compare-footer = Les erreurs communes aux deux s’annulent : une différence est donc plus sûre que chacune des notes. Modèle { $model }.
compare-alt = { $first } et { $second } côte à côte.
compare-box-title = Comparer avec…
compare-box-label = Lien vers le second titre
compare-box-hint = Si votre fichier a été supprimé, donnez les deux fichiers ici.
compare-box-files = Ou le fichier
compare-upload-again = Votre premier fichier a été supprimé dès la réponse faite, comme promis. Donnez les deux maintenant : deux fichiers, ou un fichier et un lien.

## Ce qu’un musicien peut en faire : mesuré, comparé, changé

measured-heading = Ce qui est mesuré
measured-loudness = Niveau sonore <b>{ $lufs } LUFS</b>, plage de niveau sonore { $range } LU, crête vraie { $peak } dBTP
measured-tempo = Tempo <b>{ $bpm } BPM</b>
measured-tempo-or = Tempo <b>{ $bpm } BPM</b> ; compté autrement { $others }
measured-key = Tonalité : probablement <b>{ $tonic }</b>
measured-key-unsure = Tonalité : peut-être { $tonic }
measured-or = { $first } ou { $second }
measured-crest = Les crêtes dépassent le niveau moyen de { $crest } dB (facteur de crête)
measured-bands = Puissance par zone : { $bands }
measured-band = { $band } { $percent } %
measured-units = Les LUFS disent à quel point l’oreille l’entend fort ; 1 LU d’écart vaut 1 dB d’écart. Les dBTP disent la crête la plus haute ; 0 est la pleine échelle.

services-heading = Ce que les services de streaming font de son niveau
services-down = { $service } le baisse de <b>{ $gain } dB</b>.
services-up = { $service } le monte de <b>{ $gain } dB</b>.
services-up-held = { $service } le monte de <b>{ $gain } dB</b> ; ses crêtes ne laissent pas de place pour plus.
services-held = { $service } le monterait, mais ses crêtes ne laissent pas de place.
services-up-limited = { $service } le monte de <b>{ $gain } dB</b>, à travers son propre limiteur.
services-same = { $service } le laisse tel quel.
services-note = C’est ce qui va se passer, pas un objectif de mastering : ce qu’un limiteur a pris ne revient pas.
service-spotify = Spotify
service-spotify_loud = Spotify réglé sur « Fort »
service-spotify_quiet = Spotify réglé sur « Calme »
service-apple_music = Apple Music
service-youtube = YouTube
service-youtube_music = YouTube Music
service-tidal = Tidal
service-amazon_music = Amazon Music
service-deezer = Deezer

corridor-genre = Parmi { $size } titres publiés du genre « { $genre } »
corridor-all = Parmi { $size } titres publiés de toutes sortes
corridor-own = À côté de vos références « { $name } » ({ $size })
corridor-line = { $name } <b>{ $value }</b> : { $rank }. La plupart se situent entre { $low } et { $high }.
corridor-line-bare = { $name } : { $rank }.
corridor-own-inside = { $name } <b>{ $value }</b> : comme vos références (de { $low } à { $high }).
corridor-own-below = { $name } <b>{ $value }</b> : sous vos références (de { $low } à { $high }).
corridor-own-above = { $name } <b>{ $value }</b> : au-dessus de vos références (de { $low } à { $high }).
corridor-own-inside-bare = { $name } : comme vos références.
corridor-own-below-bare = { $name } : moins que dans vos références.
corridor-own-above-bare = { $name } : plus que dans vos références.
rank-loudness-less = moins fort que { $percent } % d’entre eux
rank-loudness-more = plus fort que { $percent } % d’entre eux
rank-tempo-less = plus lent que { $percent } % d’entre eux
rank-tempo-more = plus rapide que { $percent } % d’entre eux
rank-duration-less = plus court que { $percent } % d’entre eux
rank-duration-more = plus long que { $percent } % d’entre eux
rank-energy-less = moins énergique que { $percent } % d’entre eux
rank-energy-more = plus énergique que { $percent } % d’entre eux
rank-danceability-less = moins dansant que { $percent } % d’entre eux
rank-danceability-more = plus dansant que { $percent } % d’entre eux
rank-valence-less = plus sombre que { $percent } % d’entre eux
rank-valence-more = plus gai que { $percent } % d’entre eux
rank-acousticness-less = moins acoustique que { $percent } % d’entre eux
rank-acousticness-more = plus acoustique que { $percent } % d’entre eux
rank-middle = en plein milieu
value-lufs = { $value } LUFS

alike-heading = Ressemble à
alike-line = { $title } — { $artist } : popularité <b>{ $popularity }</b>
alike-note = De { $low } à { $high } (en { $year }) : voilà l’écart entre des titres qui se ressemblent. Ce n’est pas une promesse pour le vôtre.

changes-heading = Ce qui diffère à coup sûr
changes-identical = C’est deux fois le même enregistrement. Il n’y a rien à comparer.
changes-level = C’est le même enregistrement à un autre niveau.
changes-none = Rien qu’un instrument de mesure puisse distinguer.
change-loudness-more = Le second est plus fort de <b>{ $size } LU</b>.
change-loudness-less = Le second est plus faible de <b>{ $size } LU</b>.
change-loudness_range-more = Sa plage de niveau sonore est plus large de { $size } LU.
change-loudness_range-less = Sa plage de niveau sonore est plus étroite de { $size } LU.
change-crest-more = Ses crêtes ressortent de { $size } dB de plus.
change-crest-less = Ses crêtes ressortent de { $size } dB de moins.
change-true_peak-more = Sa crête vraie est plus haute de { $size } dB.
change-true_peak-less = Sa crête vraie est plus basse de { $size } dB.
change-band-more = { $band } : { $size } dB de plus, à niveau sonore égal.
change-band-less = { $band } : { $size } dB de moins, à niveau sonore égal.
change-tempo-more = Il est plus rapide de { $size } BPM.
change-tempo-less = Il est plus lent de { $size } BPM.
change-length-more = Il est plus long de { $size } s.
change-length-less = Il est plus court de { $size } s.
band-sub = Sous 60 Hz
band-bass = Graves (60 à 250 Hz)
band-low_mid = Bas-médiums (250 à 500 Hz)
band-mid = Médiums (500 Hz à 2 kHz)
band-high_mid = Hauts-médiums (2 à 4 kHz)
band-presence = Présence (4 à 6 kHz)
band-air = Aigus (6 à 11 kHz)

## Un album ou une playlist

album-lead = { $count ->
    [one] <b>Un titre classé.</b>
   *[other] <b>{ $count } titres classés.</b>
  } La plupart à { $width } points près : les voisins ne diffèrent guère.
album-rank = Le classement
album-page = Le classement, page { $page } sur { $pages }
batch-title = Vos morceaux
album-row = { $place }. <b>{ $score }</b> (de { $low } à { $high }) { $title }
album-row-short = { $place }. <b>{ $score }</b> { $title }
album-failed = Sans prévision
album-failed-row = { $title } : { $reason }
album-capped = Seuls les { $count } premiers titres sur { $total } ont été pris : c’est la limite ici.
album-unavailable = { $count ->
    [one] Un de ses titres n’est plus sur Spotify, ou est un fichier local.
   *[other] { $count } de ses titres ne sont plus sur Spotify, ou sont des fichiers locaux.
  }
album-footer = Le tableau complet est joint en CSV.
album-alt = Les titres de { $title } et leurs notes.
album-nothing = Aucun des titres n’a donné de prévision.

## Pendant le travail

progress-taken = C’est noté. Un instant …
progress-queued = { $position ->
    [0] Vous êtes le prochain.
    [one] Une question passe avant la vôtre.
   *[other] { $position } questions passent avant la vôtre.
  }
progress-eta = Encore environ { $seconds } s.
progress-eta-minutes = { $minutes ->
    [one] Encore environ une minute.
   *[other] Encore environ { $minutes } minutes.
  }
stage-resolve = Le lien est suivi …
stage-identify = Le titre est recherché …
stage-preview = Un extrait à écouter est recherché …
stage-decode = L’audio est lu …
stage-features = À l’écoute …
stage-model = La prévision est calculée …
stage-picture = L’image est dessinée …
stage-listing = La liste des titres est lue …
stage-tracks = Les titres passent un par un …
stage-other = Le travail est en cours …
progress-done = { $done } titres sur { $total } sont faits.
cancelled = Annulé, comme demandé. Rien d’autre ne suivra.
cancel-too-late = C’est déjà terminé.

## Boutons

button-why = Pourquoi ?
button-compare = Comparer…
button-publish = Rendre public
button-delete = Supprimer
button-cancel = Annuler
button-try = Essayer avec une chanson
button-published = Cette réponse est déjà publique.
button-not-yours = Seule la personne qui a demandé peut faire cela.
button-deleted = Supprimé.
button-unknown = Ce bouton appartient à une réponse qui n’est plus conservée. Veuillez redemander.
not-answered = Je n’ai pas de réponse à ceci.

## Mauvais usage

compare-needs-two = Il y en a un ici ; une comparaison en demande deux. Donnez deux liens, deux fichiers, ou un de chaque.
compare-needs-tracks = Une comparaison demande deux titres, et ceci est un album ou une playlist. Ouvrez-le et partagez le lien d’une seule chanson.
compare-same = C’est deux fois le même titre : une comparaison en demande deux différents.
album-needs-album = Il faut ici un lien vers un album ou une playlist. Pour un seul titre, demandez sa prévision.
left-out = { $count ->
    [one] Un élément de ce que vous avez donné reste sans réponse :
   *[other] { $count } éléments de ce que vous avez donné restent sans réponse :
  }
left-out-row = { $name } : { $reason }
left-out-too-many = trop à la fois
about-message = Il s’agit de { $link }.
your-message = votre message
no-picture-here = Je ne peux pas joindre de fichiers ici, l’image manque donc. Demandez en message privé pour la voir.
no-embed-here = Je ne peux pas intégrer de liens ici, voici donc la version courte.
only-in-server = Cela ne marche que sur un serveur.
only-managers = Seuls les membres qui peuvent gérer le serveur peuvent changer cela.

## À propos, aide, données

about-title = De quoi il s’agit
about-lead = Une prévision de la popularité d’un titre sur Spotify (0 à 100), d’après 30 secondes de son et ce que l’on sait de sa sortie. Elle dit à quel point elle est sûre.
about-model = Le modèle
about-model-line = { $name } { $version }. Comparé à : { $reference }.
about-model-size = { $name } { $version }. Comparé à { $count } titres.
about-accuracy = Ce qu’il vaut
about-accuracy-skill = Son erreur moyenne est de { $skill } % plus petite que celle de qui devine chaque fois le milieu.
about-accuracy-coverage = Des plages qui devraient contenir la vérité huit fois sur dix, { $coverage } % la contiennent.
about-accuracy-spearman = Corrélation des rangs avec la popularité réelle : { $spearman } (0 est le hasard, 1 la perfection).
about-accuracy-unseen = Dans des collections qu’il n’avait jamais vues, { $coverage } plages sur 100 contenaient la vérité ; 80 sont promises.
about-accuracy-unseen-skill = Là, d’après le son et la sortie seuls, son erreur moyenne est de { $skill } % plus petite que celle de qui devine le milieu ({ $own } % dans des collections comme celles de son apprentissage, artistes séparés).
about-accuracy-audience = Quand le public est indiqué, c’est { $skill } % : qui écoute en dit plus que le son.
about-accuracy-unknown = Ce modèle est livré sans chiffres.
about-limits = Ce qu’il ne peut pas savoir
about-limits-line = La promotion, les playlists, la célébrité, les paroles et la chance décident plus que le son. La parole, le bruit et la musique classique sont en dehors de ce qu’il a appris.
about-privacy = Ce qui est conservé
about-privacy-audio = L’audio que vous envoyez est supprimé dès que la réponse est faite.
about-privacy-stored = Conservé à votre sujet : pendant 24 heures au plus, ce dont les boutons sous une réponse ont besoin et combien de fois vous avez demandé ; jusqu’à ce que vous le changiez, ce que vous avez choisi avec <c>/settings</c>. Les prévisions de titres publiés sont conservées sans votre nom.
about-privacy-forget = La commande <c>/forget</c> supprime tout cela d’un coup.
about-privacy-link = La notice de confidentialité de l’exploitant : { $url }
about-contact = Exploité par { $contact }.

help-title = Ce que vous pouvez demander
help-lead = Envoyez un lien Spotify ou un fichier audio, et vous recevez une prévision avec ses raisons et une image.
help-commands = Commandes
help-predict = <c>/predict</c> un titre : un lien, ou un fichier audio (mp3, m4a, ogg, flac, wav)
help-compare = <c>/compare</c> deux titres ou deux mixages de votre morceau
help-album = <c>/album</c> classe un album ou une playlist, jusqu’à { $limit } titres
help-settings = <c>/settings</c> votre langue, vos couleurs et votre confidentialité
help-about = <c>/about</c> modèle, précision, limites, confidentialité
help-forget = <c>/forget</c> supprime ce qui est conservé à votre sujet
help-example = Par exemple :
help-files = Fichiers
help-files-line = Jusqu’à { $maximum } MiB. D’un fichier plus long, 30 secondes sont écoutées, à partir du premier tiers ; là où c’est possible, <c>start</c> choisit un autre début.
help-ways = Ici aussi
help-discord-menu = Sur n’importe quel message : clic droit ou appui long, puis Applications, puis « Prédire la popularité ».
help-discord-mention = Mentionnez-moi dans une réponse à une chanson, et elle aura sa prévision.
help-discord-feedback = Qui gère le serveur choisit des salons et des forums auxquels il est répondu d’office : <c>/feedback-channel add</c>. Qui écrit <c>!skip</c> dans un message est laissé tranquille.

forget-done = { $count ->
    [0] Rien n’était conservé à votre sujet.
    [one] Supprimé : une entrée à votre sujet. Rien d’autre n’est conservé.
   *[other] Supprimé : { $count } entrées à votre sujet. Rien d’autre n’est conservé.
  }

## Salons suivis et mise en place

feedback-on = Désormais, les liens Spotify et les fichiers audio dans { $channel } reçoivent une réponse d’office, au plus { $count ->
    [one] une réponse
   *[other] { $count } réponses
  } par message{ $threads ->
    [yes] , dans un fil
   *[no] { "" }
  }.
feedback-off = { $channel } n’est plus suivi.
feedback-was-off = { $channel } n’était pas suivi.
feedback-list = Salons suivis
feedback-list-row = { $channel } : au plus { $count } par message{ $threads ->
    [yes] , dans un fil
   *[no] { "" }
  }
feedback-none = Aucun salon n’est suivi ici.
feedback-needs-intent = Mais pour l’instant je ne peux pas lire les messages : l’exploitant doit activer « Message Content Intent » pour ce bot dans le portail des développeurs de Discord. Les commandes et le menu des messages marchent sans cela.
feedback-thread = Prévisions
feedback-answered = Ce titre a eu sa réponse ici au cours du dernier jour : { $link }
feedback-answered-link = la première réponse
feedback-answered-here = Ce morceau a reçu une réponse ici au cours de la dernière journée : voyez le message auquel celui-ci répond.
feedback-needs-rights = Je ne peux pas encore répondre dans { $channel }, il n’est donc pas suivi. Donnez-moi là ces droits et réessayez : { $rights }.
feedback-list-rights = { " " }— mais il me manque là des droits : { $rights }

setup-no-intent = Discord a refusé l’accès au contenu des messages : les salons suivis restent donc muets ; tout le reste marche. Activez « Message Content Intent » sur la page du bot dans le portail des développeurs et redémarrez.
setup-ready = Connecté à Discord en tant que { $name }.

## Les menus : court, 100 caractères au plus

command-predict = Prévois la popularité d’un titre sur Spotify : un lien ou un fichier audio
command-compare = Compare deux titres, ou deux mixages de votre morceau
command-album = Classe les titres d’un album ou d’une playlist
command-settings = Votre langue, vos couleurs et votre confidentialité, et celles du serveur
command-about = Modèle, données, précision, limites et confidentialité
command-help = Ce que vous pouvez demander, et comment
command-forget = Supprime ce qui est conservé à votre sujet
command-feedback = on ou off : répondre d’office aux liens et à l’audio de ce groupe
discord-menu-predict = Prédire la popularité
discord-feedback = Salons où liens et audio reçoivent une réponse d’office
discord-feedback-add = Répondre d’office aux liens et à l’audio d’un salon
discord-feedback-remove = Ne plus répondre d’office dans un salon
discord-feedback-list = Montrer les salons suivis
option-link = Lien Spotify vers un titre
option-song = Nom d’une chanson, comme Daft Punk - One More Time
option-file = Fichier audio : mp3, m4a, ogg, flac ou wav
option-private = Ne montrer la réponse qu’à vous
option-start = Seconde de votre fichier où commencent les 30 s
option-first-link = Lien Spotify vers le premier titre
option-second-link = Lien Spotify vers le second titre
option-first-file = Premier fichier audio
option-second-file = Second fichier audio
option-album = Lien Spotify vers un album ou une playlist
option-channel = Le salon
option-answers = Au plus tant de réponses par message
option-threads = Répondre dans un fil
option-language = Langue de mes réponses
option-theme = Images sur fond sombre ou clair
option-server = Pour tout le serveur au lieu de pour vous
option-webhooks = Répondre aussi à ce que publient les webhooks, comme PluralKit
option-audience = Abonnés de l’artiste sur Spotify
option-genre = Genre du titre
option-released = Le titre est déjà sorti
option-explicit = Les paroles sont explicites
option-first-song = Le premier morceau de l’artiste : aucun autre n’est sorti
option-usual = Popularité, de 0 à 100, qu’ont d’habitude les autres morceaux de l’artiste
option-band = Le spectrogramme de l’image : ce qui est écouté, ou tout l’enregistrement
spectrum-heard = ce qui est écouté, jusqu’à 11 kHz
spectrum-full = tout l’enregistrement

## La conversation dans le terminal

terminal-welcome = Collez un lien Spotify ou le chemin d’un fichier audio. Ou tapez <c>why</c>, <c>compare A B</c>, <c>album LIEN</c>, <c>about</c>, <c>help</c>, <c>forget</c>, <c>quit</c>.
terminal-picture = Image : { $path }
terminal-table = Tableau : { $path }
terminal-look-here = Ce qui s’est passé est noté dans { $log } ; <c>spotpop doctor</c> vérifie cette installation.
terminal-nothing-yet = Il n’y a pas encore de prévision à expliquer.

## Telegram

prompt-second = Répondez à ce message avec le second : un lien ou un fichier audio.
prompt-placeholder = Lien ou fichier audio
prompt-predict = Envoyez-moi un lien vers un titre, ou un fichier audio.
prompt-compare = Envoyez-moi le premier des deux : un lien ou un fichier audio.
prompt-album = Envoyez-moi un lien vers un album ou une playlist.

inline-ask = Pas encore de prévision. Touchez pour la demander
inline-paste = Collez le lien d’un titre ou tapez le nom d’une chanson
inline-song = La publier avec un bouton qui demande sa prévision
inline-forecast = Demander une prévision
inline-wrong = Une prévision demande un lien vers un titre
inline-more = Détails

help-telegram-voice = L’audio, les messages vocaux et les fichiers sonores sont tous bienvenus.
help-telegram-second = Répondez à une chanson par /compare et un second lien ou fichier, et les deux sont comparés.
help-telegram-group = Dans un groupe, mentionnez { $name }, répondez-moi ou utilisez une commande. Avec /feedback on, les administrateurs font répondre à chaque lien.
help-telegram-inline = Dans n’importe quelle conversation, écrivez { $name } et un lien.

group-hello = Bonjour ! Envoyez /predict avec un lien Spotify ou en réponse à un fichier audio, ou mentionnez { $name }. Ce qui est conservé, et combien de temps : /about
group-feedback-usage = Écrivez /feedback on ou /feedback off.
group-feedback-on = Désormais, les liens Spotify et les fichiers audio de ce groupe reçoivent une réponse d’office, au plus { $count } par message. Les messages vocaux sont laissés tranquilles.
group-feedback-off = Les liens et l’audio de ce groupe ne reçoivent plus de réponse d’office. Commandes, mentions et réponses marchent toujours.
group-feedback-deaf = Activé, mais je ne vois pas encore les messages ordinaires ici : faites de moi un administrateur de ce groupe, ou désactivez le mode confidentialité chez @BotFather (/setprivacy) et ajoutez-moi de nouveau.
only-in-group = Cela ne marche que dans un groupe.
only-admins = Seuls les administrateurs de ce groupe peuvent changer cela.
group-no-pictures = Je ne peux pas envoyer d’images ici, voici donc les mots seuls. Demandez en conversation privée pour voir l’image.

## Réglages

settings-title = Vos réglages
settings-lead = Je réponds en { $language }, avec des images sur fond { $theme }.
settings-own = Choisi par vous
settings-server = Choisi pour ce serveur
settings-none = Rien encore.
settings-row = { $name } : <b>{ $value }</b>
settings-set-theme-light = Images claires
settings-set-theme-dark = Images sombres
settings-set-private-on = Répondre en privé
settings-set-private-off = Répondre publiquement
settings-change = Pour les changer
settings-example = <c>/settings language fr</c>, <c>/settings theme light</c>, <c>/settings private on</c> ; avec <c>server on</c>, qui gère choisit pour tous. <c>/forget</c> supprime les vôtres.

language-name = français

theme-dark = sombre
theme-light = clair

word-yes = oui
word-no = non

right-view-channel = Voir le salon
right-read-message-history = Voir les anciens messages
right-connect = Se connecter
right-send-messages = Envoyer des messages
right-send-messages-in-threads = Envoyer des messages dans les fils
right-create-public-threads = Créer des fils publics
right-embed-links = Intégrer des liens
right-attach-files = Joindre des fichiers
private-first = Vos réponses sont privées et je ne peux pas encore vous écrire. { $link }, appuyez sur Démarrer et demandez là.
private-open = Ouvrez notre conversation
cannot-write-to-you = Vos réponses sont privées et je ne peux pas vous écrire : autorisez les messages privés des membres de ce serveur, ou demandez avec <c>/predict</c>.

## Bienvenue

welcome-title = Bonjour ! Je dis à quel point un titre pourrait devenir populaire.
welcome-lead = Envoyez-moi un lien Spotify ou le fichier audio d’une chanson inédite, et je réponds par une note de 0 à 100, sa marge et les raisons. L’audio est supprimé dès que la réponse est faite.
welcome-discord-setup = Demandez avec <c>/predict</c>. Pour que chaque chanson d’un salon ou d’un forum ait sa réponse, qui gère écrit <c>/feedback-channel add</c> ; langue et confidentialité : <c>/settings</c>.

## Dans les images : peu de mots, colonnes étroites

picture-typical = titre typique { $score }
picture-lifts = porte
picture-weighs = freine
picture-own = le vôtre
picture-ladder-lowest = Du bas on ne connaît que des titres listés ; les autres sont plus bas.
picture-ladder-falls = Tous les échelons ne montent pas : ils viennent d’artistes différents.
picture-worth = { $change } : environ { $points } (de { $low } à { $high })
picture-about = environ { $points }
picture-standing = { $name } { $value } : { $rank }
picture-standing-bare = { $name } : { $rank }
picture-place-below = sous vos références
picture-place-inside = dans la plage de vos références
picture-place-above = au-dessus de vos références
picture-chances = Chance de dépasser 20 : { $chance20 } %, 30 : { $chance30 } %
picture-range-of-ten = Huit titres de ce genre sur dix finissent entre { $low } et { $high }
picture-same-twice = Deux fois le même enregistrement
picture-nothing = rien de notable
picture-footer = écouté : { $heard } · modèle : { $model } · spotpop
picture-heard = extrait de { $source }
picture-heard-isrc = extrait de { $source }, trouvé par son ISRC
picture-heard-search = extrait de { $source }, trouvé par recherche
picture-heard-upload = votre fichier
picture-no-difference = Aucune différence fiable
picture-ahead-first = Premier : { $points } points d’avance
picture-ahead-second = Second : { $points } points d’avance
picture-difference = Second moins premier : { $points }, { $of } fois sur 10 entre { $low } et { $high }
picture-first-ahead = premier devant
picture-same = pareil
picture-second-ahead = second devant
picture-for-first = En faveur du premier
picture-for-second = En faveur du second
picture-range = de { $low } à { $high }
picture-model = modèle : { $model } · spotpop
picture-more = et { $count } de plus
picture-ranking-legend = point : note · bande : 8 titres de ce genre sur 10 · spotpop
picture-forecast-count = { $count } prévisions sur { $total }
problem-preview-not-found = aucun extrait trouvé
problem-track-not-found = inconnu de Spotify
problem-silent-audio = silencieux
problem-too-short = trop court
problem-rate-limited = une source veut une pause
problem-source-unavailable = une source ne répond pas
problem-deadline-exceeded = trop long à traiter
problem-other = pas de prévision

## Erreurs : ce qui s’est passé, et que faire ensuite

error-nothing-found = Il n’y a là ni lien Spotify ni fichier audio.
hint-nothing-found = Collez un lien vers un titre, comme https://open.spotify.com/track/…, ou envoyez un fichier audio.
error-empty-folder = Il n’y a aucun fichier audio dans le dossier « { $name } ».
hint-empty-folder = Donnez un autre dossier, ou les fichiers eux-mêmes.
error-file-unreadable = Il n’y a pas de fichier « { $name } » qui puisse être lu.
hint-file-unreadable = Vérifiez son nom et ses droits, ou donnez plutôt le lien d’un titre.
error-unsupported-link = { $kind ->
    [artist] C’est un lien vers un artiste, et une prévision demande un titre.
    [episode] C’est un épisode de podcast, et une prévision demande un titre.
    [show] C’est un podcast, et une prévision demande un titre.
    [audiobook] C’est un livre audio, et une prévision demande un titre.
    [jam] C’est une invitation à un jam ; elle ne laisse personne d’autre écouter.
    [collection] Ce sont vos propres titres aimés, que personne d’autre ne peut voir.
    [local] C’est un fichier sur l’appareil de quelqu’un ; Spotify ne l’a pas.
   *[other] Spotify a de telles pages, mais une prévision demande un titre.
  }
hint-unsupported-link = Partagez le lien d’une seule chanson, ou envoyez le fichier audio lui-même.
error-short-link-dead = Ce lien court ne mène pas à un titre de Spotify.
hint-short-link-dead = Ouvrez-le vous-même et collez le lien long d’open.spotify.com.
error-not-released-yet = Ce n’est pas encore sorti, Spotify n’en a donc pas d’extrait.
hint-not-released-yet = Envoyez le fichier audio lui-même : mp3, m4a, ogg, flac ou wav.
error-other-service = C’est un lien vers { $service }, qui ne peut pas être écouté d’ici.
hint-other-service = Si la chanson est sortie, envoyez son lien Spotify, Apple Music ou Deezer, ou son nom ; sinon, envoyez le fichier audio.
error-file-on-share = Les fichiers sur { $service } ne sont pas récupérés d’ici.
hint-file-on-share = Téléchargez le fichier et envoyez-le ici même : mp3, m4a, ogg, flac ou wav.
error-recording-unsure = Aucun extrait n’est à coup sûr « { $title } ».
hint-recording-unsure = Est-ce l’un de ceux-ci ? Choisissez-le, ou envoyez le fichier audio.
match-differs = Ce qui diffère : { $differs }.
recording-choice = { $number }. { $recording }
recording-choice-differs = { $number }. { $recording } · diffère : { $differs }
choose-length = Durée
choose-differs = Ce qui diffère
choose-differing = diffère : { $differs }
choose-from = Chez
choose-number = Lequel ? De 1 à { $count }, ou Entrée pour aucun :
terminal-choose = Tapez son numéro pour le choisir.

# What differs between the track asked for and the recording found, after “What differs:”.
difference-live = en concert
difference-acoustic = acoustique
difference-session = une session
difference-instrumental = instrumentale
difference-karaoke = karaoké
difference-cover = une reprise
difference-remix = un remix
difference-rework = un remaniement
difference-mashup = un mashup
difference-dj-mix = extrait d’un mix de DJ
difference-club = un mix club
difference-mix = un autre mixage
difference-vip = un mix VIP
difference-dub = un dub
difference-extended = version longue
difference-rerecorded = réenregistrée
difference-stripped = dépouillée
difference-piano = au piano
difference-guitar = à la guitare
difference-orchestral = orchestrale
difference-a-cappella = a cappella
difference-choir = avec chœur
difference-demo = une maquette
difference-alternate = une version alternative
difference-sped-up = accélérée
difference-slowed = ralentie
difference-spatialised = son spatialisé
difference-lofi = lo-fi
difference-reversed = à l’envers
difference-commentary = un commentaire
difference-skit = un interlude
difference-reprise = un rappel du thème
difference-mono = mono
difference-tv-size = coupée pour la télévision
difference-christmas = une version de Noël
difference-clean = sans paroles explicites
difference-anniversary-recording = une version anniversaire
difference-excerpt = un extrait
difference-remaster = remastérisation
difference-edit = une version courte
difference-album-version = la version de l’album
difference-stereo = stéréo
difference-vault = des archives
difference-soundtrack-version = la version de la bande originale
difference-language = la langue
difference-length = la durée
difference-title = le titre
difference-words = des mots du titre
difference-wording = la formulation du titre
difference-spelling = l’orthographe
difference-script = l’écriture
difference-guest = les invités
difference-artist = les artistes
difference-explicit = la mention « explicite »
difference-other = autre chose
error-attachment-expired = Ce lien vers un fichier de Discord ne fonctionne plus : Discord fait expirer de tels liens après un jour.
hint-attachment-expired = Envoyez le fichier audio lui-même, ou recopiez son lien depuis le message.
error-name-not-found = Aucune chanson nommée « { $name } » n’a été trouvée.
hint-name-not-found = Écrivez l’artiste et le titre, comme <c>Daft Punk - One More Time</c>, ou envoyez un lien ou le fichier audio.
error-premium-lapsed = { $source } ne répond à cette installation que tant que le propriétaire de son application a Premium, qui a expiré.
hint-premium-lapsed = Envoyez le fichier audio ; l’exploitant renouvelle Premium, ce qui met quelques heures à être remarqué.
error-access-denied = { $source } ne montre pas cela aux applications qui n’en sont pas propriétaires.
hint-access-denied = Rendez-le public, envoyez le lien d’un seul titre, ou envoyez le fichier audio.
error-lookup-incomplete = { $answered } ne montre pas cela, et { $failed } n’a pas pu être interrogé pour le moment.
hint-lookup-incomplete = Réessayez plus tard, ou envoyez le fichier audio.
error-track-not-found = Spotify ne connaît pas ce titre.
hint-track-not-found = Vérifiez le lien ; le titre a peut-être été retiré.
error-listing-not-found = { $kind ->
    [album] Cet album est vide ou inconnu de Spotify.
    [playlist] Cette playlist est vide, privée ou inconnue de Spotify.
   *[other] Cette liste est vide, privée ou inconnue de Spotify.
  }
hint-listing-not-found = Rendez-la publique, ou envoyez le lien d’un seul titre.
error-preview-not-found = Aucun extrait de 30 secondes de « { $title } » n’a été trouvé (essayé : { $tried }).
hint-preview-not-found = Envoyez le fichier audio lui-même : mp3, m4a, ogg, flac ou wav.
error-not-audio = Ce fichier n’est pas de l’audio.
hint-not-audio = Envoyez un fichier mp3, m4a, ogg, flac ou wav.
error-other-file = { $kind ->
    [archive] Ce fichier est une archive ({ $name }), pas une chanson.
    [playlist] Ce fichier est une playlist ({ $name }) : elle nomme des chansons et n’en contient aucune.
    [project] Ce fichier est un projet { $name } : la chanson n’y est pas mixée.
    [picture] Ce fichier est une image ({ $name }), pas de l’audio.
    [document] Ce fichier est un document ({ $name }), pas de l’audio.
    [program] Ce fichier est un programme ({ $name }), pas de l’audio.
   *[other] Ce fichier est { $name }, pas de l’audio.
  }
hint-other-file = { $kind ->
    [archive] Décompressez-la et envoyez la chanson en mp3, m4a, ogg, flac ou wav.
    [playlist] Envoyez une de ses chansons, ou le lien de la playlist chez Spotify.
    [project] Exportez-y la chanson en mp3, m4a, ogg, flac ou wav et envoyez cela.
   *[other] Envoyez un fichier mp3, m4a, ogg, flac ou wav.
  }
error-unsupported-audio = Ce fichier est du { $name }, qui n’est pas lu ici.
hint-unsupported-audio = Exportez la chanson en mp3, m4a, ogg, flac ou wav et envoyez cela.
error-protected-audio = C’est un fichier protégé contre la copie (protection { $name }), que seul son propre lecteur peut ouvrir.
hint-protected-audio = Envoyez un lien vers la chanson, ou un export à vous sans protection.
error-unreadable-audio = Cet audio est endommagé et ne peut pas être lu.
hint-unreadable-audio = Exportez-le de nouveau en mp3, m4a, ogg, flac ou wav et envoyez le nouveau fichier.
error-empty-audio = Ce fichier est vide.
hint-empty-audio = Exportez de nouveau la chanson et envoyez le nouveau fichier.
error-silent-audio = Il n’y a rien à entendre dans ce passage : il est silencieux.
hint-silent-audio = Choisissez un autre début, ou vérifiez que l’export n’est pas muet.
error-too-short = Cet audio ne dure que { NUMBER($duration_s, maximumFractionDigits: 1) } s, et une prévision en demande au moins { NUMBER($minimum_s, maximumFractionDigits: 0) }.
hint-too-short = Envoyez un passage plus long ; 30 s du moment le plus fort de la chanson sont idéales.
error-too-long = Cet audio dure { NUMBER($duration_s, maximumFractionDigits: 0) } s, et { NUMBER($maximum_s, maximumFractionDigits: 0) } s au plus sont acceptées.
hint-too-long = Découpez la chanson, ou ses 30 s les plus fortes, et envoyez cela.
error-too-large = Ce fichier fait { NUMBER($size_mib, maximumFractionDigits: 1) } MiB, et { NUMBER($maximum_mib, maximumFractionDigits: 0) } MiB au plus sont acceptés.
hint-too-large = Envoyez-le en mp3 ou m4a, ou réduit à ses 30 s les plus fortes.
error-start-beyond-end = Un passage qui commence à { NUMBER($start_s, maximumFractionDigits: 1) } s ne tient pas dans un audio de { NUMBER($duration_s, maximumFractionDigits: 1) } s.
hint-start-beyond-end = Choisissez un début plus tôt, ou n’en donnez pas.
error-source-unavailable = { $source } ne répond pas correctement pour le moment.
hint-source-unavailable = Réessayez dans quelques minutes, ou envoyez le fichier audio.
error-rate-limited = { $source } a été interrogé trop souvent et demande une pause de { NUMBER($retry_after_s, maximumFractionDigits: 0) } s.
hint-rate-limited = Réessayez après cela, ou envoyez le fichier audio.
error-credentials-rejected = { $source } refuse les identifiants de cette installation.
hint-credentials-rejected = Envoyez le fichier audio ; l’exploitant trouve la cause avec <c>spotpop doctor</c>.
error-sources-off = Les liens ne peuvent pas être suivis ici : l’exploitant a désactivé toutes les sources.
hint-sources-off = Envoyez le fichier audio lui-même : mp3, m4a, ogg, flac ou wav.
error-model-missing = Il n’y a pas de modèle nommé « { $name } », donc pas de prévision.
hint-model-missing = L’exploitant trouve les modèles présents avec <c>spotpop models</c>.
error-model-damaged = Le modèle « { $name } » est incomplet ou a été modifié, il n’est donc pas utilisé.
hint-model-damaged = L’exploitant voit avec <c>spotpop models --check</c> quel fichier diffère.
error-runtime-missing = L’environnement { $runtime } n’est pas installé.
hint-runtime-missing = L’exploitant l’installe depuis les sources avec <c>pip install -c constraints.txt '.[{ $extra }]'</c>.
error-queue-unavailable = La file d’attente est injoignable pour le moment, la question n’a donc pas été prise.
hint-queue-unavailable = Veuillez redemander dans une minute.
error-queue-full = { $waiting ->
    [one] Une question attend déjà, celle-ci n’a donc pas été prise.
   *[other] { $waiting } questions attendent déjà, celle-ci n’a donc pas été prise.
  }
hint-queue-full = Veuillez redemander dans environ { NUMBER($eta_s, maximumFractionDigits: 0) } s.
error-too-many-questions = Cela fait beaucoup de questions à la fois.
hint-too-many-questions = Réessayez dans { NUMBER($retry_after_s, maximumFractionDigits: 0) } s.
error-deadline-exceeded = Cela a pris trop de temps et a été abandonné.
hint-deadline-exceeded = Veuillez redemander ; un fichier plus court ou un seul titre va plus vite.
error-upload-expired = Le fichier envoyé a attendu trop longtemps et a été supprimé avant son tour.
hint-upload-expired = Veuillez l’envoyer de nouveau.
error-job-failed = Cette question n’a pas pu être traitée, même après plusieurs essais.
hint-job-failed = Essayez un autre fichier ou lien ; si cela se reproduit, prévenez l’exploitant.
error-queue-uncertain = La file d’attente n’a pas confirmé la question, elle n’a donc probablement pas été prise.
hint-queue-uncertain = Si aucune réponse ne vient en une minute, veuillez redemander.
error-no-room = Il n’y a pas de place pour une autre question en ce moment, celle-ci n’a donc pas été prise.
hint-no-room = Veuillez redemander dans quelques minutes ; un lien ou un fichier plus petit prend moins de place.
error-question-lost = La file d’attente a perdu cette question avant qu’elle ait sa réponse.
hint-question-lost = Veuillez redemander.
error-answer-unreadable = La réponse a été écrite par une autre version et ne peut pas être montrée ici.
hint-answer-unreadable = Veuillez redemander dans quelques minutes.
error-record-unavailable = La base de données du bilan est inutilisable pour le moment.
hint-record-unavailable = Les prévisions continuent sans elle.
error-settings = Le réglage { $name } ne peut pas être utilisé : { $problem }.
hint-settings = L’exploitant trouve ce qu’il attend dans <c>.env.example</c> et avec <c>spotpop doctor</c>.
error-not-saved = { $path } n’a pas pu être enregistré : { $reason }.
hint-not-saved = Faites de la place, ou choisissez un dossier où l’on peut écrire.
error-unexpected = Quelque chose s’est mal passé de notre côté.
hint-unexpected = Veuillez réessayer ; si cela se reproduit, prévenez l’exploitant.
error-table-unusable = Le tableau { $path } ne peut pas être utilisé : { $problem }.
hint-table-unusable = Ses colonnes, leurs unités et leurs plages sont décrites dans <c>docs/model.md</c>.
error-too-few-rows = Il n’y a que { $found } lignes utilisables, et { $purpose } en demande au moins { $needed }.
hint-too-few-rows = Rassemblez d’abord plus de titres ; avec moins, le résultat serait du bruit.
error-model-unfit = Le modèle « { $name } » ne connaît que le son ; une table de caractéristiques ne permet ni de le juger ni de l’ajuster.
hint-model-unfit = Ses chiffres figurent dans sa fiche ; un modèle créé avec --kind descriptors peut être calibré.
error-nothing-to-compare = Rien ne peut être prédit pour « { $title } », il n’y a donc rien à comparer.
hint-nothing-to-compare = Je ne connais que la musique : la parole, le bruit, un simple son ou le silence ne reçoivent pas de note.
error-references-unusable = Le fichier de vos références, { $name }, ne peut pas être utilisé.
hint-references-unusable = Voyez si l’on peut écrire dans le dossier des données et s’il n’est pas plein.
error-reference-set-full = Le jeu « { $name } » contient déjà { $most } références, c’est le maximum.
hint-reference-set-full = Retirez-en une, ou commencez un autre jeu.

## La page, et le bilan

web-name = spotpop
web-headline = À quel point ce titre pourrait-il devenir populaire sur Spotify ?
web-promise = Une prévision avec une plage honnête, et ses raisons. Collez un lien, ou donnez une chanson qui n’est pas encore sortie.
web-link = Lien vers un titre, un album ou une playlist
web-or = ou
web-file = Fichier audio
web-file-hint = Au plus { $size } MiB. Il est supprimé dès que la réponse est faite.
web-compare = Comparer avec un second
web-other-link = Lien vers le second titre
web-other-file = Second fichier audio
web-more = Ce que vous en savez
web-start = Début des 30 secondes qui sont écoutées
web-start-hint = Dans un fichier à vous, en minutes et secondes ; vide : le passage le plus fort.
web-ask = Prévoir
web-do = C’est parti
web-sending = Envoi …
web-kept = Ni compte, ni pistage. La réponse est conservée pour vous pendant un jour ; « M’oublier » la supprime aussitôt.
web-skip = Aller au contenu
web-menu = Pages
web-record = Bilan
web-about = À propos
web-forget = M’oublier
web-forgotten = { $count ->
    [0] Rien n’était conservé à votre sujet.
    [one] Oublié : une chose a été supprimée.
   *[other] Oublié : { $count } choses ont été supprimées.
  }
web-footer = spotpop n’est pas fait par Spotify.
web-working = À l’écoute …
web-taken = Votre question est dans la file d’attente.
web-progress = Avancement
web-reloads = Cette page regarde de nouveau toutes les deux secondes.
web-another = Demander pour un autre titre
web-back = Retour à la réponse
web-home = Retour au début
web-table = Toutes les lignes en CSV
web-picture-alt = Image de la prévision pour { $title }. { $lead }
web-share = La partager
web-share-hint = Crée un lien que peut ouvrir quiconque l’a. Il n’est listé nulle part, et prend fin tout seul.
web-share-day = Lien pour un jour
web-share-week = Lien pour une semaine
web-share-made = Voici votre lien
web-share-until-day = Il marche pendant 24 heures.
web-share-until-week = Il marche pendant 7 jours.
web-share-address = Lien à partager
web-share-open = L’ouvrir
web-share-secret = Votre lien secret pour le supprimer
web-share-secret-hint = Gardez-le pour vous. « M’oublier » supprime aussi le lien partagé.
web-share-delete = Supprimer le lien partagé
web-share-delete-hint = Qui a le lien ne verra plus la réponse.
web-share-deleted = Le lien partagé est supprimé.
web-share-gone = Ce lien a pris fin, ou a été supprimé.
web-share-expires = Partagé jusqu’au { $until }.
web-try = Demander pour une chanson à vous
web-not-found = Cette page n’existe pas, ou plus.
web-form-stale = Ce formulaire est trop vieux, ou n’a pas été fait pour vous. Revenez en arrière, rechargez la page et envoyez-le encore une fois.
web-upload-cut = L’envoi a été coupé, ou était trop lent.
web-privacy = Ce qui est conservé
web-privacy-text = Un cookie distingue vos réponses de celles des autres ; il dure une semaine et ne nomme personne. Les réponses sont conservées un jour, les liens partagés aussi longtemps que vous l’avez choisi, les envois jusqu’à leur réponse. Le public de l’artiste que vous avez indiqué en dernier est proposé de nouveau pendant une semaine. Les prévisions de vos propres morceaux et les nombres de vos références ne sont gardés, un an au plus, que si vous l’acceptez sous « Mes morceaux » et « Références ». Votre adresse est comptée sous un nom qui change chaque jour, contre trop de questions. Cette page n’interroge aucun autre site.
record-title = Ce que sont devenues les prévisions passées
record-promise = « Huit sur dix » est une promesse. Les prévisions de titres publiés sont conservées et revues après 30, 90 et 365 jours ; les échecs sont montrés aussi clairement que les réussites.
record-off = L’exploitant a désactivé le bilan.
record-none = Rien n’a encore été publié.
record-kept = { $forecasts } prévisions de { $tracks } titres sont conservées.
record-too-young = Aucune n’est assez ancienne pour être jugée.
record-next = La première arrive à échéance le { $when }.
record-open = { $count ->
    [one] L’une d’elles est assez ancienne pour être jugée, mais aucune source n’a encore dit ce que le titre est devenu.
   *[other] { $count } d’entre elles sont assez anciennes pour être jugées, mais aucune source n’a encore dit ce qu’un seul titre est devenu.
}
record-after = Après { $days } jours : { $measure }
record-counted = { $outcomes } résultats sur { $elapsed } sont connus.
record-missed = Manqués : { $below } ont fini sous la plage, { $above } au-dessus.
record-figure = Chiffre
record-value = Valeur
record-sure = Intervalle à 95 %
record-unskilled = Promis, ou sans talent
record-interval = de { $low } à { $high }
record-so-far = { $count } sur { $needed } jusqu’ici
record-so-far-all = { $count } sur { $needed } pour l’instant : avec moins, rien n’est affirmé.
record-misses = Plus grands écarts
record-hits = Plus proches
record-named = de { $low } à { $high } prévu, { $outcome } obtenu
record-head = Au { $when }. Empreinte de la dernière ligne du registre ; qui la note pourra dire plus tard que rien n’a été changé :
record-measure-spotify-popularity = popularité sur Spotify
record-measure-listenbrainz-listens = écoutes comptées par ListenBrainz
record-measure-listenbrainz-listeners = auditeurs comptés par ListenBrainz
record-measure-deezer-rank = rang chez Deezer
record-figure-coverage = Dans la plage des huit sur dix
record-figure-crps = Distance au résultat (CRPS, points)
record-figure-crps-skill = Mieux que de toujours dire le milieu
record-figure-spearman = Corrélation des rangs
record-figure-pairs = De deux titres d’une semaine, dits dans le bon ordre
record-legend = point : part · bande : son intervalle à 95 % · repère : promis, ou deviné · spotpop
record-drawn-coverage = Dans la plage après { $days } jours
record-drawn-pairs = De deux, dits dans le bon ordre après { $days } jours
record-alt = Ce que sont devenues les prévisions passées : { $lead }
record-line = { $line }

## À quoi s’attendre, et que changer

expect-own = Avec votre public, environ <b>{ $score }</b>.
expect-mixture = Personne n’a dit qui vous écoute : ceci est donc un mélange de tous les publics. L’échelle montre ce que le vôtre changerait.
expect-chances = La chance de dépasser 20 est de { $chance20 } %, celle de dépasser 30 de { $chance30 } %.
expect-sound = Votre son déplace cela d’environ { $points }.
expect-sound-little = Votre son ne déplace guère cela.
ladder-heading = Selon le public (abonnés sur Spotify)
ladder-line = { $rung } : <b>{ $score }</b> (de { $low } à { $high }). Dépasse 20 : { $chance20 } %, 30 : { $chance30 } %.
ladder-own = <b>{ $rung } : { $score }</b> (de { $low } à { $high }). Dépasse 20 : { $chance20 } %, 30 : { $chance30 } %. ← le vôtre
ladder-lowest = L’échelon le plus bas ne connaît que des chansons que quelqu’un a mises dans une liste. La plupart des autres sont plus bas.
ladder-falls = Un public plus grand ne donne pas une note plus haute à chaque échelon ici : les échelons viennent de chansons d’artistes différents.
rung-under_1k = Moins de 1 000
rung-1k_10k = 1 000 à 10 000
rung-10k_100k = 10 000 à 100 000
rung-100k_1m = 100 000 à 1 million
rung-1m_10m = 1 à 10 millions
rung-over_10m = Plus de 10 millions
reason-group-change = Ce que vous pourriez changer
reason-group-song = Ce qui ferait une autre chanson
reason-group-unsure = Trop serré pour trancher
reason-group-context = Pas le son : ce que font de tels titres
reason-higher = { $name } : de tels titres finissent environ { $points ->
    [one] un point
   *[other] { $points } points
  } plus haut.
reason-lower = { $name } : de tels titres finissent environ { $points ->
    [one] un point
   *[other] { $points } points
  } plus bas.
reason-unsure = { $names } : le modèle peut l’entendre si mal que ce soit l’inverse.
reason-no-lever = Rien de ce que vous pourriez changer ne compte à coup sûr.
whatif-heading = Ce que vaudrait un changement
whatif-loudness = { $step } LU plus fort
whatif-loudness-heard = { $step } LU plus fort à travers un limiteur (essayé sur votre chanson)
whatif-brightness-heard = Aigus relevés de { $step } dB à partir de 4 kHz, aussi fort qu’avant (essayé sur votre chanson)
whatif-dynamics-less-heard = Crêtes rapprochées du reste de { $step } dB par un compresseur, aussi fort qu’avant (essayé sur votre chanson)
whatif-intro-less-heard = Intro plus courte de { $step } s (essayé sur votre chanson)
whatif-length = Chanson plus longue de { $step } s
whatif-length-less = Chanson plus courte de { $step } s
whatif-energy = Plus d’énergie (+{ $step })
whatif-tempo = { $step } BPM plus rapide
whatif-more = Davantage de { $name } (+{ $step })
whatif-line = { $change } : environ <b>{ $points }</b> (de { $low } à { $high }).
whatif-line-unsure = { $change } : environ { $points } (de { $low } à { $high }), ce qui peut n’être rien.
whatif-line-nothing = { $change } : moins d’un point, dans un sens ou dans l’autre.
whatif-nothing = Rien de cela n’est fiable. Ce n’est pas une raison de changer votre mixage.
verdict-from = À partir d’environ { $points } points, une telle différence se verrait.

help-record = <c>/record</c> ce que sont devenues les prévisions passées
command-record = Ce que sont devenues les prévisions passées
web-audience = Abonnés de l’artiste sur Spotify
web-unknown = Non indiqué
web-audience-under-1k = moins de 1 000
web-audience-1k-10k = 1 000 à 10 000
web-audience-10k-100k = 10 000 à 100 000
web-audience-100k-1m = 100 000 à 1 million
web-audience-1m-10m = 1 à 10 millions
web-audience-over-10m = plus de 10 millions
web-genre = Genre
web-genre-rap = rap
web-genre-rock = rock
web-genre-pop = pop
web-genre-edm = électro
web-genre-r-and-b = R&B
web-genre-latin = latino
web-genre-country = country
web-genre-metal = metal
web-genre-folk = folk
web-genre-soundtrack = musique de film
web-genre-jazz = jazz
web-genre-classical = classique
web-genre-holiday = fêtes
web-genre-other = un autre
web-released = Sorti le (pour un fichier à vous déjà publié)
web-explicit = Paroles explicites
web-first-song = Premier morceau de l’artiste
web-usual = Popularité des autres morceaux de l’artiste (de 0 à 100)
web-yes = oui
web-no = non
web-songs-kept = Le titre, la date et les chiffres sont gardés un an au plus, jamais le son. Ils appartiennent à ce navigateur : son cookie dure alors un an, et qui l’efface ne les revoit plus. « M’oublier » efface tout.
web-songs-on = Garder les prévisions de mes fichiers
web-songs-out = C’est sorti : lien de la sortie
web-songs-tie = Relier à la sortie
web-songs-link-missing = Indiquez le lien de la sortie.
web-songs-join = Une autre version de ce morceau
web-songs-joining = Réunir
web-songs-delete = Supprimer ce morceau
web-songs-export = Tout en JSON
web-songs-off = Supprimer tous les morceaux et ne plus rien garder
web-link-hint = Ou écrivez artiste – titre. Plusieurs liens deviennent un seul classement.
web-band = Montrer tout l’enregistrement dans le spectrogramme de l’image, pas seulement ce qui est écouté
web-references = Références
web-references-about = Des morceaux à côté desquels vous voulez être. Chaque réponse suivante montre alors où le vôtre sort de leur plage.
web-references-kept = De chaque morceau sont gardés, un an au plus, le nom et jusqu’à sept nombres : volume, tempo, durée, énergie, caractère dansant, gaieté, son acoustique. Le son est effacé dès qu’il est mesuré. Ils appartiennent à ce navigateur ; « M’oublier » les efface.
web-references-agree = C’est d’accord, garder des références
web-references-remove = Retirer
web-references-remove-set = Retirer tout le groupe
web-references-link = Lien d’un titre
web-references-set = Nom du groupe, s’il y en a plusieurs
web-references-add = Garder comme référence
web-references-missing = Indiquez un lien ou un fichier de la référence.

## À quoi s’attendre, ce qui est mesuré, ce qui pourrait changer (docs/advice.md)

why-lead-grouped = Sur quoi repose la prévision, autant qu’on puisse le dire.
whatif-note = Entre artistes, de telles valeurs séparent davantage les titres. Changer un seul titre vaut moins.

## A person's own songs (`/songs`)

songs-title = Mes morceaux
songs-ask = Rien n’est gardé de vos envois. Si vous voulez, leurs prévisions sont gardées un an, pour voir une version à côté de la suivante et ce qu’un morceau est devenu.
songs-agree = <c>/songs on</c> garde le titre, la date et les chiffres des prévisions de vos envois, jamais leur son. <c>/songs off</c> ou <c>/forget</c> les efface aussitôt.
songs-on = Désormais, les prévisions de vos envois sont gardées : titre, date et chiffres, un an au plus.
songs-ended = Plus rien n’est gardé de vos envois. { $count ->
    [one] Une prévision a été effacée.
   *[other] { $count } prévisions ont été effacées.
 }
songs-empty = Il n’y a encore rien ici. Envoyez un morceau, et sa prévision sera gardée.
songs-end = <c>/songs off</c> ou <c>/forget</c> y met fin.
songs-lead = { $count ->
    [one] Un morceau est gardé.
   *[other] { $count } morceaux sont gardés.
 }
songs-how = Ce que vous pouvez faire
songs-out = <c>/songs out 1 LIEN</c> quand le morceau 1 est sorti : sa prévision est rattachée à la sortie et, 30 jours après, vous apprenez ce qu’il est devenu
songs-join = <c>/songs join 1 2</c> si le 2 est une autre version du 1
songs-rest = Effacez-en un avec <c>/songs delete 1</c>, tous avec <c>/songs off</c> ; <c>/songs export</c> vous donne un fichier JSON
songs-exported = Tout ce qui est gardé de vos envois.
songs-song = { $number }. { $name }
songs-version = v{ $place }, { $date } : <b>{ $score }</b> ({ $low } à { $high })
songs-step-reliable = v{ $first } → v{ $second } : par le son, environ <b>{ $points }</b>, entre { $low } et { $high }
songs-step-none = v{ $first } → v{ $second } : pas de différence fiable ({ $low } à { $high })
songs-step-same = v{ $first } → v{ $second } : le même son
songs-step-model = v{ $first } → v{ $second } : de modèles différents, donc leurs chiffres ne se comparent pas
songs-step-unmeasured = v{ $first } → v{ $second } : ce modèle ne dit pas ce que vaut une différence
songs-released = Sorti sous le titre { $title } ; vous l’avez dit le { $date }.
songs-waiting = On regardera le { $date } ce qu’il est devenu.
songs-tied = Rattaché à votre envoi « { $name } », dont la prévision était { $score } ({ $low } à { $high }). Vous saurez le { $date } ce qu’il est devenu.
songs-became-title = Ce qu’est devenu { $name }
songs-became-lead = Le { $date }, sa prévision était { $score } : huit morceaux semblables sur dix finissent entre { $low } et { $high }.
songs-became-inside = Il est maintenant à <b>{ $value }</b> sur Spotify : entre { $low } et { $high }.
songs-became-below = Il est maintenant à <b>{ $value }</b> sur Spotify : au-dessous de { $low } à { $high }. La prévision était trop haute.
songs-became-above = Il est maintenant à <b>{ $value }</b> sur Spotify : au-dessus de { $low } à { $high }. La prévision était trop basse.
songs-became-other = { $measure } : <b>{ $value }</b>
songs-became-scale = C’est une autre échelle que celle de la prévision : cela ne lui donne ni tort ni raison.
songs-became-unknown = Aucune des sources interrogées ne connaissait la sortie en une semaine ; rien ne peut être dit.
songs-became-footer = Vous l’avez demandé avec /songs ; c’est dit une seule fois.
songs-joined = Réunis comme versions de « { $name } ».
songs-deleted = Effacé : { $name }
songs-which = Quel morceau ? Son numéro se trouve dans <c>/songs</c>.
songs-which-link = Donnez le lien de la sortie, par exemple <c>/songs out 1 https://open.spotify.com/track/…</c>
songs-privately = Vos morceaux restent entre nous : demandez dans notre discussion privée.
command-songs = Les prévisions de vos envois, gardées si vous acceptez
help-songs = <c>/songs</c> les prévisions de vos envois, gardées si vous acceptez : versions côte à côte, et ce qu’elles sont devenues
option-do = Que faire ; sans rien, montre vos morceaux
option-number = Numéro du morceau
option-other = Numéro d’un second morceau
option-release = Lien Spotify de la sortie
songs-do-on = garder les prévisions de mes envois
songs-do-off = les effacer et ne plus rien garder
songs-do-export = exporter en JSON
songs-do-out = il est sorti : donner numéro et lien
songs-do-join = deux font un morceau : donner les deux numéros
songs-do-delete = effacer un morceau
about-privacy-songs = Si vous acceptez avec <c>/songs on</c> : titre, date et chiffres des prévisions de vos envois, un an au plus, jamais leur son.

## Boutons qui disent le public, et à quel point une réponse est sûre

expect-sound-alone = D’après le son seul, je trouve le titre le plus populaire de { $pairs } paires sur 100 ; au hasard : 50.
audience-ask = Combien d’abonnés sur Spotify ? Touchez, et je redemande.
audience-file-gone = Le fichier a été supprimé une fois la réponse donnée, et je ne peux pas le récupérer. Envoyez-le de nouveau, puis touchez.
audience-next-time = Personne n’a dit combien suivent l’artiste : ceci vaut donc pour tous les publics à la fois. Indiquez-le dans le formulaire et renvoyez le fichier : la réponse vaudra pour le vôtre.
button-audience = Public…
button-sure = C’est sûr ?
rung-short-under_1k = moins de 1k
rung-short-1k_10k = 1–10k
rung-short-10k_100k = 10–100k
rung-short-100k_1m = 100k–1M
rung-short-1m_10m = 1–10M
rung-short-over_10m = plus de 10M
sure-lead = <b>Huit titres de ce genre sur dix finissent entre { $low } et { $high }.</b> La plage est la réponse ; la note n’en est que le milieu.
about-accuracy-pairs = Là, sans connaître le public, il dit juste pour { $pairs } paires sur 100 lequel de deux titres est le plus populaire ; au hasard, on en devine 50.
docs-more = En savoir plus :
docs-link = { $link }
docs-ladder = à quoi s’attendre
docs-measured = ce qui est mesuré
docs-reasons = les raisons
docs-changes = ce que vaut un changement
docs-differs = ce qui diffère
docs-corridor = la plage
docs-levels = niveaux sur les services
docs-alike = sonne comme
docs-accuracy = ce qu’il vaut
docs-record = le bilan

## References of one's own, and dates

command-reference = Des chansons de votre choix à côté desquelles placer la vôtre
option-action = add (ajouter), list (voir) ou remove (retirer)
option-set = Nom d’un groupe de références
option-agree = Vous acceptez que leurs nombres soient conservés
option-release-date = Depuis quand elle est sortie : 2024 ou 2024-08-16
help-reference = <c>/reference</c> <c>add</c>, <c>list</c>, <c>remove</c> : des chansons à côté desquelles placer la vôtre
action-add = ajouter
action-list = voir
action-remove = retirer
reference-title = Vos références
reference-consent = De chaque chanson je garde le nom et jusqu’à sept nombres : niveau sonore, tempo, durée, énergie, rythme dansant, gaieté, son acoustique. L’audio est supprimé dès qu’il est mesuré. Ils restent jusqu’à ce que vous les retiriez ou disiez <c>/forget</c>.
reference-agree = Si cela vous convient, redemandez avec <c>agree</c> : <c>/reference add agree</c> et un lien ou un fichier.
reference-agreed = C’est noté. Envoyez maintenant <c>/reference add</c> avec un lien ou un fichier.
reference-needs-song = Envoyez un lien ou un fichier avec : <c>/reference add</c> et la chanson.
reference-none = Vous n’avez pas encore de références. <c>/reference add</c> avec un lien ou un fichier en garde une.
reference-use = « Pourquoi ? » sous vos prochaines réponses montre où votre chanson sort de leur plage.
reference-set = « { $name } »
reference-row = { $song } ({ $numbers })
reference-kept = <b>Gardée :</b> { $song } ; { $count ->
    [one] une référence
   *[other] { $count } références
  } maintenant dans « { $name } ». Seuls les nombres restent.
reference-not-kept = Rien n’a été gardé.
reference-removed = { $count ->
    [0] Il n’y a pas de telle référence.
    [one] Une référence est retirée.
   *[other] { $count } références sont retirées.
  }
wrong-date = Ce n’est pas une date. Écrivez une année ou un jour : 2024 ou 2024-08-16.
button-audience-again = ↺ { $audience }


## Tables of the command line

table-score = Note
table-interval = Plage
table-track = Titre
table-artists = Artistes
table-followers = Avec abonnés
table-passes-20 = Dépasse 20
table-passes-30 = Dépasse 30
table-no-music = pas de musique
table-unreleased = Tenue pour inédite : voilà ce qu’on peut attendre la première année.
table-legend = ● prévision   ━ plage   ┼ titre typique ({ $typical })
table-sound = Son
table-genre-guess = { $genres } (deviné d’après le son)
table-heard = Écouté
table-note = Remarque
table-picture = Image

button-versus = Les comparer
button-details = En dire plus
details-ask = Que savez-vous du morceau ? Touchez, et je repose la question.
details-genre = Genre…
details-out = Date de sortie…
details-words-on = Paroles explicites
details-words-off = Paroles non explicites
details-first-song = Premier morceau
details-usual = Autres morceaux…
details-usual-ask = Quelle est la popularité des autres morceaux de l’artiste selon Spotify (de 0 à 100) ? Touchez, et je repose la question.
details-start = Où écouter…
details-genre-ask = De quel genre est-il ?
details-out-ask = Depuis quand est-il sorti ?
details-start-ask = À partir d’où dois-je écouter votre fichier, pendant 30 s ?
details-out-no = Pas encore sorti
details-out-0 = Depuis aujourd’hui
details-out-30 = Depuis un mois
details-out-182 = Depuis six mois
details-out-365 = Depuis un an
details-out-1826 = Depuis cinq ans
version-known = Vous avez déjà demandé une version de ce morceau : { $title }.

## Ce que dit une commande pendant son travail et quand elle échoue

stage-start = Je commence
crash-happened = Cela n’aurait pas dû arriver : { $cause }.
crash-story = Tous les détails sont dans { $file }.
crash-doctor = <c>spotpop doctor</c> vérifie cette installation.
hint-nearest = Vouliez-vous dire { $nearest } ?
hint-problem = { $problem }.
hint-unexpected-here = stderr nomme la cause et son journal ; <c>spotpop doctor</c> vérifie cette installation.
hint-settings-here = Ce qu’il accepte est dans .env.example ; <c>spotpop doctor</c> le vérifie.
hint-credentials-rejected-here = Envoyez le fichier audio ; <c>spotpop doctor</c> trouve la cause.
hint-runtime-missing-here = Installez-le, depuis une copie du dépôt avec <c>pip install -c constraints.txt '.[{ $extra }]'</c>, ou choisissez-en un autre avec SPOTPOP_RUNTIME. TensorFlow n’a pas de wheel pour Python 3.14.
hint-model-damaged-here = Réinstallez-le ; <c>spotpop models --check</c> montre quel fichier diffère.
hint-model-missing-here = <c>spotpop models</c> énumère ceux qui sont là ; mettez SPOTPOP_MODEL sur l’un d’eux.
hint-record-unavailable-here = Les prévisions continuent sans lui ; <c>spotpop doctor</c> et docs/record.md disent quoi regarder.
reference-none-here = Pas encore de références. Ajoutez-en : <c>spotpop reference add SONG.mp3 LIEN …</c>
table-set = Groupe
table-reference = Référence
table-added = Depuis
source-listenbrainz = ListenBrainz

## Le bilan en ligne de commande

record-hash = Empreinte de la dernière ligne : { $head }
record-days = Après { $days } jours
record-slice-month = mois
record-slice-model = modèle
record-slice-age = âge
record-slice-audience = public
record-slice-cohort = tirage
record-slice-audience-known = connu
record-slice-audience-unknown = inconnu
record-slice-age-new = jusqu’à 30 jours
record-slice-age-year = jusqu’à un an
record-slice-age-older = plus ancien
record-slice-age-unknown = inconnu
record-slice-cohort-asked = demandés
record-slice-cohort-control = tirés au sort
record-written = { $count ->
    [one] Une ligne est écrite dans { $file }.
   *[other] { $count } lignes sont écrites dans { $file }.
  }
record-asked = { $count ->
    [0] Personne n’est interrogé : SPOTPOP_RECORD_SOURCES ne nomme aucune source.
   *[other] Interrogés : { $sources }.
  }
record-read = Résultats lus : { $read }, inconnus : { $unknown }, à réessayer : { $failed }.
record-source-down = { $source } ne répond pas maintenant ; ses résultats restent ouverts.
record-broken = La ligne { $line } sur { $lines } ne découle pas de la précédente : le bilan a été modifié.
record-cut-short = L’empreinte notée n’est pas dans le bilan : il a été raccourci ou refait.
record-withdrawn = Sans valeurs, car retirées : { $count }.
record-intact = { $lines ->
    [0] Le bilan n’a encore aucune ligne.
   *[other] Les { $lines } lignes découlent l’une de l’autre.
  }
