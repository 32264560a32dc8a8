### Was der Bot sagt, auf Deutsch. <b>…</b> ist stark, <c>…</c> ist Code. Zahlen kommen fertig, wo sie Wörter sind.

## Die Prognose

answer-title = { $title } — { $artist }
answer-title-upload = { $title }
untitled = Ohne Titel
answer-cannot-tell = <b>Dazu kann ich nichts sagen.</b> Das klingt nicht nach Musik, und nur Musik kenne ich.
answer-lead = <b>Ungefähr { $score } von 100.</b> Acht von zehn solchen Stücken landen zwischen { $low } und { $high }.
answer-percentile = Beliebter als { $percentile } % der { $count } Stücke, mit denen verglichen wird.
answer-baseline = Ohne hinzuhören wäre { $baseline } die beste Schätzung, acht von zehn lägen zwischen { $low } und { $high }.
answer-spotify-popularity = Spotify selbst sagt heute { $popularity } von 100.
answer-lifts = Was hebt
answer-weighs = Was drückt
answer-reason = <b>{ $points }</b> { $name }: { $value }
answer-reason-bare = <b>{ $points }</b> { $name }
answer-no-reasons = Am Klang sticht weder nach oben noch nach unten etwas heraus.
answer-listened = Was gehört wurde
answer-warnings = Mit Vorsicht zu genießen
answer-footer = Eine Prognose aus dem Klang, kein Urteil über die Musik.
answer-alt-cannot-tell = Spektrogramm von { $title }, ohne Vorhersage.
answer-alt = Prognose für { $title }: ungefähr { $score } von 100, acht von zehn zwischen { $low } und { $high }.

match-upload = Deine Datei, Sekunde { $start } bis { $end }.
match-id = Die Hörprobe genau dieses Stücks von { $source }.
match-isrc = Die Hörprobe derselben Aufnahme (gleicher ISRC) von { $source }: { $title } — { $artist }.
match-search = Über den Namen bei { $source } gefunden: { $title } — { $artist }. Zu { $confidence } % sicher dieselbe Aufnahme.
match-search-short = Gehört bei { $source }: { $title } — { $artist }, zu { $confidence } % sicher.
match-other = Eine Hörprobe von { $source }: { $title } — { $artist }.

source-spotify = Spotify
source-deezer = Deezer
source-itunes = Apple Music
source-embed = Spotifys eingebettetem Spieler
source-upload = deiner Datei

warning-speech = Das klingt nach Sprache, und das Modell kennt nur Musik.
warning-noise = Das klingt nach Rauschen, und das Modell kennt nur Musik.
warning-classical = Das klingt nach klassischer Musik, die mit Beliebtheitszahlen schlecht beschrieben ist.
warning-silence = Vieles davon ist Stille.
warning-short = Es gab weniger zu hören, als das Modell gewohnt ist.
warning-quiet = Das ist viel leiser, als veröffentlichte Musik sonst ist.
warning-tone = Das ist ein gleichbleibender Ton, und das Modell kennt nur Musik.
warning-release-unknown = Das Erscheinungsdatum ist unbekannt, das macht die Prognose unsicherer.
warning-match-unsure = Es ist nicht sicher, dass die Hörprobe genau diese Aufnahme ist.
warning-other = Für solche Musik ist das Modell nicht gemacht ({ $code }).

## Alles hinter einer Prognose (der Knopf „Warum?“)

why-title = Warum { $score } für { $title }?
why-lead = Ausgehend von { $baseline }, der Mitte der verglichenen Stücke, ergibt sich zusammen { $score }:
why-lead-grouped = Worauf die Prognose beruht, soweit es sich sagen lässt.
why-sound = Der Klang
why-context = Was über die Veröffentlichung bekannt ist
why-descriptors = Wie es für das Modell klingt
why-descriptor = { $name }: <b>{ $value }</b>
why-descriptor-rank = { $name }: <b>{ $value }</b> (über { $percentile } % der Stücke)
why-deezer = Bei Deezer steht
why-deezer-rank = Beliebtheit dieses Stücks dort: <b>{ $rank }</b> von 1.000.000.
why-deezer-fans = Fans von { $artist } dort: <b>{ $fans }</b>.
why-deezer-note = Das sind Tatsachen; diese Prognose stützt sich nicht auf sie.
why-genres = Genre, nur nach dem Klang
why-genre = { $name }: { $percent } %
why-what-ifs = Stücke wie dieses, aber …
why-what-if = … mit mehr { $name } unterscheiden sich im Mittel um <b>{ $points }</b> Punkte ({ $low } bis { $high }).
why-moments = Welche Sekunden zählen
why-moments-best = Sekunde { $start } bis { $end } hebt am meisten ({ $points }).
why-moments-worst = Sekunde { $start } bis { $end } drückt am meisten ({ $points }).
why-model = Modell
why-model-line = { $name } { $version } ({ $runtime }). Verglichen mit { $count } Stücken.
why-time = In { $seconds } s berechnet.
why-gone = Die Einzelheiten dieser Prognose sind gelöscht: Sie werden höchstens 24 Stunden aufbewahrt. Frag noch einmal, um sie zu sehen.
why-shown = Die Erklärung steht schon unter dieser Antwort.

name-danceability = Tanzbarkeit
name-energy = Energie
name-valence = Fröhlichkeit
name-acousticness = akustischer Klang
name-instrumentalness = Instrumentalanteil
name-speechiness = gesprochenes Wort
name-liveness = Live-Klang
name-loudness = Lautheit
name-tempo = Tempo
name-key = Tonart
name-mode = Tongeschlecht
name-age = Zeit seit Erscheinen
name-duration = Länge
name-explicit = expliziter Text
name-genre = Genre
name-followers = Publikum der Künstler
name-usual = was die anderen Stücke der Künstler erreichen
name-earlier = was die anderen Stücke der Künstler erreichen
name-album = die Veröffentlichung, auf der es ist
name-spectrogram = Klangbild
name-level = Pegel und Dynamik
name-rhythm = Rhythmus
name-harmony = Harmonik
name-timbre = Klangfarbe
name-sound = der Klang insgesamt
name-context = die Veröffentlichung insgesamt

value-loudness = { $value } dB
value-tempo = { $value } BPM
value-released = erschienen { $date }
value-unreleased = noch nicht erschienen
value-first-song = keine anderen Stücke erschienen
value-duration = { $minutes }:{ $seconds } min
value-explicit = { $explicit ->
    [yes] explizit
   *[no] nicht explizit
  }
value-followers = { $count ->
    [one] ein Follower
   *[other] { $count } Follower
  }
value-usual = andere Songs meist bei { $value }
value-earlier = frühere Songs meist bei { $value }
value-album = { $value ->
    [1] von einer Single
    [3] von einer Zusammenstellung
   *[other] von einem Album
  }
value-deezer = { $value } Fans auf Deezer
value-unknown = unbekannt

level-low = niedrig
level-mid = mittel
level-high = hoch
level-average = durchschnittlich
level-below-average = unter dem Durchschnitt
level-above-average = über dem Durchschnitt

key-0 = C
key-1 = Cis/Des
key-2 = D
key-3 = Dis/Es
key-4 = E
key-5 = F
key-6 = Fis/Ges
key-7 = G
key-8 = Gis/As
key-9 = A
key-10 = B
key-11 = H
key-and-mode = { $tonic }-{ $mode }
mode-0 = Moll
mode-1 = Dur
mode-unsure = Dur oder Moll

## Zwei nebeneinander

compare-title = { $first } gegen { $second }
compare-none = <b>Kein verlässlicher Unterschied.</b> Gemessen: { $points } Punkte für das zweite. Aber acht von zehn Mal liegt die Wahrheit zwischen { $low } und { $high }, und die Null liegt dazwischen.
compare-better = <b>Das zweite liegt { $points } Punkte vorn.</b> Acht von zehn Mal liegt die Wahrheit zwischen { $low } und { $high }.
compare-worse = <b>Das erste liegt { $points } Punkte vorn.</b> Acht von zehn Mal liegt die Wahrheit zwischen { $low } und { $high }.
compare-scores = Jedes für sich
compare-score = { $place }. { $title }: <b>{ $score }</b> ({ $low } bis { $high })
compare-reasons = Was den Unterschied macht
compare-footer = Fehler, die beide teilen, heben sich auf: Ein Unterschied ist sicherer als jede Zahl für sich. Modell { $model }.
compare-alt = { $first } und { $second } nebeneinander.
compare-box-title = Vergleichen mit …
compare-box-label = Link zum zweiten Stück
compare-box-hint = Ist deine erste Datei schon gelöscht, gib hier beide.
compare-box-files = Oder die Datei
compare-upload-again = Deine erste Datei wurde gelöscht, als ihre Antwort fertig war, wie versprochen. Gib jetzt beide: zwei Dateien, oder eine Datei und einen Link.

## Was zu erwarten ist und was sich ändern ließe (docs/advice.md)

expect-own = Mit deinem Publikum etwa <b>{ $score }</b>.
expect-mixture = Niemand hat gesagt, wer dich hört; deshalb ist das eine Mischung aller Publikumsgrößen. Die Leiter zeigt, was deines ändern würde.
expect-chances = Die Chance, über 20 zu kommen, ist { $chance20 } %, über 30 ist sie { $chance30 } %.
expect-sound = Dein Klang verschiebt das um etwa { $points }.
expect-sound-little = Dein Klang ändert daran kaum etwas.
ladder-heading = Nach Publikum (Follower auf Spotify)
ladder-line = { $rung }: <b>{ $score }</b> ({ $low } bis { $high }). Über 20: { $chance20 } %, über 30: { $chance30 } %.
ladder-own = <b>{ $rung }: { $score }</b> ({ $low } bis { $high }). Über 20: { $chance20 } %, über 30: { $chance30 } %. ← deins
ladder-lowest = Die unterste Stufe kennt nur Stücke, die jemand in eine Liste aufnahm. Die meisten anderen liegen tiefer.
ladder-falls = Nicht auf jeder Stufe bringt mehr Publikum mehr Punkte: Die Stufen stammen von Stücken verschiedener Leute.
rung-under_1k = Unter 1.000
rung-1k_10k = 1.000 bis 10.000
rung-10k_100k = 10.000 bis 100.000
rung-100k_1m = 100.000 bis 1 Million
rung-1m_10m = 1 bis 10 Millionen
rung-over_10m = Über 10 Millionen
reason-group-change = Was du ändern könntest
reason-group-song = Was ein anderes Stück wäre
reason-group-unsure = Zu knapp, um es zu sagen
reason-group-context = Nicht der Klang: wie es solchen Stücken geht
reason-higher = { $name }: Solche Stücke enden etwa { $points ->
    [one] einen Punkt
   *[other] { $points } Punkte
  } höher.
reason-lower = { $name }: Solche Stücke enden etwa { $points ->
    [one] einen Punkt
   *[other] { $points } Punkte
  } tiefer.
reason-unsure = { $names }: Das Modell verhört sich hier vielleicht so weit, dass das Gegenteil gilt.
reason-no-lever = Nichts, was du ändern könntest, wirkt sich sicher aus.
whatif-heading = Was eine Änderung wert wäre
whatif-loudness = { $step } LU lauter
whatif-loudness-heard = { $step } LU lauter durch einen Limiter (an deinem Stück ausprobiert)
whatif-brightness-heard = Höhen ab 4 kHz um { $step } dB angehoben, gleich laut (an deinem Stück ausprobiert)
whatif-dynamics-less-heard = Spitzen durch einen Kompressor { $step } dB näher am Rest, gleich laut (an deinem Stück ausprobiert)
whatif-intro-less-heard = Intro { $step } s kürzer (an deinem Stück ausprobiert)
whatif-length = Stück { $step } s länger
whatif-length-less = Stück { $step } s kürzer
whatif-energy = Mehr Energie (+{ $step })
whatif-tempo = { $step } BPM schneller
whatif-more = Mehr { $name } (+{ $step })
whatif-line = { $change }: etwa <b>{ $points }</b> ({ $low } bis { $high }).
whatif-line-unsure = { $change }: etwa { $points } ({ $low } bis { $high }); das kann auch nichts sein.
whatif-line-nothing = { $change }: weniger als ein Punkt, so oder so.
whatif-nothing = Nichts davon ist verlässlich. Es ist kein Grund, deinen Mix zu ändern.
whatif-note = Zwischen verschiedenen Leuten trennen solche Werte Stücke stärker. Ein einzelnes Stück zu ändern, ist weniger wert.
verdict-from = Ab etwa { $points } Punkten würde ein solcher Unterschied etwas sagen.

## Was eine Musikerin damit anfangen kann: gemessen, verglichen, verändert (docs/advice.md)

measured-heading = Was gemessen ist
measured-loudness = Lautheit <b>{ $lufs } LUFS</b>, Lautheitsumfang { $range } LU, True Peak { $peak } dBTP
measured-tempo = Tempo <b>{ $bpm } BPM</b>
measured-tempo-or = Tempo <b>{ $bpm } BPM</b>; anders gezählt { $others }
measured-key = Tonart: wahrscheinlich <b>{ $tonic }</b>
measured-key-unsure = Tonart: vielleicht { $tonic }
measured-or = { $first } oder { $second }
measured-crest = Spitzen ragen { $crest } dB über den mittleren Pegel (Crest-Faktor)
measured-bands = Leistung nach Bereich: { $bands }
measured-band = { $band } { $percent } %
measured-units = LUFS sagt, wie laut es dem Ohr ist; 1 LU Unterschied ist 1 dB Unterschied. dBTP sagt die höchste Spitze; 0 ist Vollaussteuerung.

services-heading = Was Streamingdienste mit dem Pegel machen
services-down = { $service } dreht ihn um <b>{ $gain } dB</b> herunter.
services-up = { $service } dreht ihn um <b>{ $gain } dB</b> hoch.
services-up-held = { $service } dreht ihn um <b>{ $gain } dB</b> hoch; für mehr lassen die Spitzen keinen Platz.
services-held = { $service } würde ihn hochdrehen, aber die Spitzen lassen keinen Platz.
services-up-limited = { $service } dreht ihn um <b>{ $gain } dB</b> hoch, durch einen eigenen Limiter.
services-same = { $service } lässt ihn, wie er ist.
services-note = So wird es sein; es ist kein Ziel, auf das man mastern sollte: Was ein Limiter genommen hat, kommt nicht zurück.
service-spotify = Spotify
service-spotify_loud = Spotify auf „Laut“
service-spotify_quiet = Spotify auf „Leise“
service-apple_music = Apple Music
service-youtube = YouTube
service-youtube_music = YouTube Music
service-tidal = Tidal
service-amazon_music = Amazon Music
service-deezer = Deezer

corridor-genre = Unter { $size } veröffentlichten Stücken des Genres „{ $genre }“
corridor-all = Unter { $size } veröffentlichten Stücken aller Art
corridor-own = Neben deinen Referenzen „{ $name }“ ({ $size })
corridor-line = { $name } <b>{ $value }</b>: { $rank }. Die meisten liegen zwischen { $low } und { $high }.
corridor-line-bare = { $name }: { $rank }.
corridor-own-inside = { $name } <b>{ $value }</b>: im Bereich deiner Referenzen ({ $low } bis { $high }).
corridor-own-below = { $name } <b>{ $value }</b>: unter deinen Referenzen ({ $low } bis { $high }).
corridor-own-above = { $name } <b>{ $value }</b>: über deinen Referenzen ({ $low } bis { $high }).
corridor-own-inside-bare = { $name }: im Bereich deiner Referenzen.
corridor-own-below-bare = { $name }: weniger als bei deinen Referenzen.
corridor-own-above-bare = { $name }: mehr als bei deinen Referenzen.
rank-loudness-less = leiser als { $percent } % davon
rank-loudness-more = lauter als { $percent } % davon
rank-tempo-less = langsamer als { $percent } % davon
rank-tempo-more = schneller als { $percent } % davon
rank-duration-less = kürzer als { $percent } % davon
rank-duration-more = länger als { $percent } % davon
rank-energy-less = weniger Energie als { $percent } % davon
rank-energy-more = mehr Energie als { $percent } % davon
rank-danceability-less = weniger tanzbar als { $percent } % davon
rank-danceability-more = tanzbarer als { $percent } % davon
rank-valence-less = düsterer als { $percent } % davon
rank-valence-more = fröhlicher als { $percent } % davon
rank-acousticness-less = weniger akustisch als { $percent } % davon
rank-acousticness-more = akustischer als { $percent } % davon
rank-middle = genau in der Mitte
value-lufs = { $value } LUFS

alike-heading = Klingt ähnlich wie
alike-line = { $title } — { $artist }: Popularität <b>{ $popularity }</b>
alike-note = Von { $low } bis { $high } (im Jahr { $year }): So weit liegen Stücke auseinander, die ähnlich klingen. Für deines verspricht das nichts.

changes-heading = Was sich sicher unterscheidet
changes-identical = Das ist zweimal dieselbe Aufnahme. Es gibt nichts zu vergleichen.
changes-level = Das ist dieselbe Aufnahme mit anderem Pegel.
changes-none = Nichts, was ein Messgerät unterscheiden könnte.
change-loudness-more = Das zweite ist <b>{ $size } LU</b> lauter.
change-loudness-less = Das zweite ist <b>{ $size } LU</b> leiser.
change-loudness_range-more = Sein Lautheitsumfang ist { $size } LU größer.
change-loudness_range-less = Sein Lautheitsumfang ist { $size } LU kleiner.
change-crest-more = Seine Spitzen ragen { $size } dB weiter heraus.
change-crest-less = Seine Spitzen ragen { $size } dB weniger heraus.
change-true_peak-more = Sein True Peak ist { $size } dB höher.
change-true_peak-less = Sein True Peak ist { $size } dB niedriger.
change-band-more = { $band }: { $size } dB mehr, bei gleicher Lautheit.
change-band-less = { $band }: { $size } dB weniger, bei gleicher Lautheit.
change-tempo-more = Es ist { $size } BPM schneller.
change-tempo-less = Es ist { $size } BPM langsamer.
change-length-more = Es ist { $size } s länger.
change-length-less = Es ist { $size } s kürzer.
band-sub = Unter 60 Hz
band-bass = Bass (60 bis 250 Hz)
band-low_mid = Tiefe Mitten (250 bis 500 Hz)
band-mid = Mitten (500 Hz bis 2 kHz)
band-high_mid = Hohe Mitten (2 bis 4 kHz)
band-presence = Präsenz (4 bis 6 kHz)
band-air = Höhen (6 bis 11 kHz)

## Ein Album oder eine Playlist

album-lead = { $count ->
    [one] <b>Ein Stück, nach Rang.</b>
   *[other] <b>{ $count } Stücke, nach Rang.</b>
  } Die meisten landen bis { $width } Punkte daneben; Nachbarn unterscheiden sich kaum.
album-rank = Die Rangliste
album-page = Die Rangfolge, Seite { $page } von { $pages }
batch-title = Deine Stücke
album-row = { $place }. <b>{ $score }</b> ({ $low } bis { $high }) { $title }
album-row-short = { $place }. <b>{ $score }</b> { $title }
album-failed = Ohne Prognose
album-failed-row = { $title }: { $reason }
album-capped = Nur die ersten { $count } von { $total } Stücken wurden genommen: Das ist hier die Grenze.
album-unavailable = { $count ->
    [one] Ein Titel daraus ist nicht mehr auf Spotify oder eine lokale Datei.
   *[other] { $count } Titel daraus sind nicht mehr auf Spotify oder lokale Dateien.
  }
album-footer = Die ganze Tabelle hängt als CSV an.
album-alt = Die Stücke von { $title } und ihre Zahlen.
album-nothing = Keines der Stücke ergab eine Prognose.

## Während daran gearbeitet wird

progress-taken = Angenommen. Einen Moment …
progress-queued = { $position ->
    [0] Als Nächstes an der Reihe.
    [one] Eine Frage ist vor deiner dran.
   *[other] { $position } Fragen sind vor deiner dran.
  }
progress-eta = Noch ungefähr { $seconds } s.
progress-eta-minutes = { $minutes ->
    [one] Noch ungefähr eine Minute.
   *[other] Noch ungefähr { $minutes } Minuten.
  }
stage-resolve = Folge dem Link …
stage-identify = Schlage das Stück nach …
stage-preview = Suche eine Hörprobe …
stage-decode = Lese die Aufnahme …
stage-features = Höre hin …
stage-model = Rechne die Prognose …
stage-picture = Zeichne das Bild …
stage-listing = Die Titelliste wird gelesen …
stage-tracks = Die Titel werden durchgearbeitet …
stage-other = Arbeite daran …
progress-done = { $done } von { $total } Stücken sind fertig.
cancelled = Abgebrochen, wie gewünscht. Es kommt nichts mehr nach.
cancel-too-late = Das ist schon fertig.

## Knöpfe

button-why = Warum?
button-compare = Vergleich …
button-publish = Öffentlich machen
button-delete = Löschen
button-not-yours = Das kann nur, wer gefragt hat.
button-deleted = Gelöscht.
button-unknown = Dieser Knopf gehört zu einer Antwort, die nicht mehr aufbewahrt wird. Frag bitte noch einmal.
not-answered = Hierzu habe ich keine Antwort.
button-cancel = Abbrechen
button-try = Mit einem Lied ausprobieren
button-published = Diese Antwort ist schon öffentlich.

## Falsch benutzt

compare-needs-two = Eines ist da, ein Vergleich braucht zwei. Gib zwei Links, zwei Dateien oder eins von beidem.
compare-needs-tracks = Ein Vergleich braucht zwei Stücke, und das ist ein Album oder eine Playlist. Öffne es und teile den Link eines einzelnen Stücks.
compare-same = Das ist zweimal derselbe Titel: Ein Vergleich braucht zwei verschiedene.
album-needs-album = Dafür braucht es den Link zu einem Album oder einer Playlist. Für ein einzelnes Stück frag nach seiner Prognose.
left-out = { $count ->
    [one] Eines davon wird nicht beantwortet:
   *[other] { $count } davon werden nicht beantwortet:
  }
left-out-row = { $name }: { $reason }
left-out-too-many = zu viele auf einmal
about-message = Es geht um { $link }.
your-message = deine Nachricht
no-picture-here = Ich darf hier keine Dateien anhängen, deshalb fehlt das Bild. Frag in einer Direktnachricht, um es zu sehen.
no-embed-here = Ich darf hier keine Links einbetten, deshalb ist das die Kurzform.
only-in-server = Das geht nur auf einem Server.
only-managers = Das dürfen nur Mitglieder ändern, die den Server verwalten.

## Über, Hilfe, Daten

about-title = Was das ist
about-lead = Eine Prognose, wie beliebt ein Stück auf Spotify wird (0 bis 100), aus 30 Sekunden Klang und dem, was über die Veröffentlichung bekannt ist. Sie sagt dazu, wie sicher sie ist.
about-model = Das Modell
about-model-line = { $name } { $version }. Verglichen mit: { $reference }.
about-model-size = { $name } { $version }. Verglichen mit { $count } Stücken.
about-accuracy = Wie gut es ist
about-accuracy-skill = Sein mittlerer Fehler ist { $skill } % kleiner, als wenn man jedes Mal die Mitte riete.
about-accuracy-coverage = Von den Spannen, die acht von zehn Mal stimmen sollen, stimmen { $coverage } %.
about-accuracy-spearman = Rangkorrelation mit der wahren Beliebtheit: { $spearman } (0 ist Zufall, 1 ist vollkommen).
about-accuracy-unseen = In Sammlungen, die es nie gesehen hatte, hielten { $coverage } von 100 Spannen; versprochen sind 80.
about-accuracy-unseen-skill = Dort ist der mittlere Fehler, nur aus Klang und Veröffentlichung, { $skill } % kleiner als beim Raten der Mitte ({ $own } % in Sammlungen wie denen, aus denen es lernte, mit anderen Künstlern).
about-accuracy-audience = Ist die Hörerschaft bekannt, sind es { $skill } %: Wer zuhört, sagt mehr als der Klang.
about-accuracy-unknown = Diesem Modell liegen keine Zahlen bei.
about-limits = Was es nicht wissen kann
about-limits-line = Werbung, Playlists, Bekanntheit, Texte und Glück entscheiden mehr als der Klang. Sprache, Rauschen und klassische Musik liegen außerhalb dessen, was es gelernt hat.
about-privacy = Was aufbewahrt wird
about-privacy-audio = Audio, das du schickst, wird gelöscht, sobald die Antwort fertig ist.
about-privacy-stored = Über dich aufbewahrt: höchstens 24 Stunden lang, was die Knöpfe unter einer Antwort brauchen und wie oft du gefragt hast; bis du es änderst, was du mit <c>/settings</c> gewählt hast. Prognosen erschienener Stücke bleiben ohne deinen Namen.
about-privacy-forget = Der Befehl <c>/forget</c> löscht das alles sofort.
about-privacy-link = Die Datenschutzerklärung des Betreibers: { $url }
about-contact = Betrieben von { $contact }.

help-title = Was du fragen kannst
help-lead = Schick einen Spotify-Link oder eine Audiodatei und du bekommst eine Prognose mit Gründen und Bild.
help-commands = Befehle
help-predict = <c>/predict</c> ein Stück: ein Link oder eine Audiodatei (mp3, m4a, ogg, flac, wav)
help-compare = <c>/compare</c> zwei Stücke oder zwei Mischungen deines Stücks
help-album = <c>/album</c> bringt ein Album oder eine Playlist in Rangfolge, bis zu { $limit } Stücke
help-record = <c>/record</c> wie frühere Prognosen ausgegangen sind
help-about = <c>/about</c> Modell, Genauigkeit, Grenzen, Datenschutz
help-forget = <c>/forget</c> löscht, was über dich gespeichert ist
help-example = Zum Beispiel:
help-files = Dateien
help-files-line = Bis zu { $maximum } MiB. Von einer längeren Datei werden 30 Sekunden gehört, ab einem Drittel; wo es möglich ist, wählt <c>start</c> einen anderen Anfang.

forget-done = { $count ->
    [0] Über dich war nichts gespeichert.
    [one] Gelöscht: ein Eintrag über dich. Sonst ist nichts gespeichert.
   *[other] Gelöscht: { $count } Einträge über dich. Sonst ist nichts gespeichert.
  }

## Feedback-Kanäle und Einrichtung

feedback-on = Von jetzt an werden Spotify-Links und Audiodateien in { $channel } von selbst beantwortet, höchstens { $count ->
    [one] eine Antwort
   *[other] { $count } Antworten
  } je Nachricht{ $threads ->
    [yes] , in einem Thread
   *[no] { "" }
  }.
feedback-off = { $channel } wird nicht mehr beobachtet.
feedback-was-off = { $channel } wurde nicht beobachtet.
feedback-list = Beobachtete Kanäle
feedback-list-row = { $channel }: höchstens { $count } je Nachricht{ $threads ->
    [yes] , in einem Thread
   *[no] { "" }
  }
feedback-none = Hier wird kein Kanal beobachtet.
feedback-needs-intent = Im Moment kann ich aber keine Nachrichten lesen: Der Betreiber muss für diesen Bot in Discords Developer Portal „Message Content Intent“ einschalten. Befehle und das Nachrichtenmenü gehen auch ohne.
feedback-thread = Prognosen
feedback-answered = Dieses Stück wurde hier innerhalb des letzten Tages beantwortet: { $link }
feedback-answered-link = die erste Antwort
feedback-answered-here = Dieses Stück wurde hier im Laufe des letzten Tages beantwortet: siehe die Nachricht, auf die ich hier antworte.
feedback-needs-rights = In { $channel } kann ich noch nicht antworten, deshalb wird dort nichts beobachtet. Gib mir dort diese Rechte und versuche es noch einmal: { $rights }.
feedback-list-rights = {" "}– dort fehlen mir aber Rechte: { $rights }

setup-no-intent = Discord hat den Message-Content-Intent verweigert, deshalb bleiben Feedback-Kanäle still; alles andere geht. Schalte auf der Seite des Bots im Developer Portal „Message Content Intent“ ein und starte neu.
setup-ready = Mit Discord verbunden als { $name }.

## Discords Menüs: kurz, höchstens 100 Zeichen

command-predict = Prognose, wie beliebt ein Stück auf Spotify wird: Link oder Audiodatei
command-compare = Vergleiche zwei Stücke oder zwei Mischungen deines Stücks
command-album = Bringe die Stücke eines Albums oder einer Playlist in Rangfolge
command-record = Wie frühere Prognosen ausgegangen sind
command-about = Modell, Daten, Genauigkeit, Grenzen und Datenschutz
command-help = Was du fragen kannst und wie
command-forget = Lösche, was über dich gespeichert ist
discord-menu-predict = Beliebtheit vorhersagen
discord-feedback = Kanäle, in denen Links und Audio von selbst beantwortet werden
discord-feedback-add = Beantworte Links und Audio in einem Kanal von selbst
discord-feedback-remove = Beantworte in einem Kanal nichts mehr von selbst
discord-feedback-list = Zeige die Kanäle, die beobachtet werden
option-link = Spotify-Link zu einem Stück
option-song = Name eines Songs, etwa Daft Punk - One More Time
option-file = Audiodatei: mp3, m4a, ogg, flac oder wav
option-private = Zeige die Antwort nur dir
option-start = Sekunde deiner Datei, an der die 30 s beginnen
option-first-link = Spotify-Link zum ersten Stück
option-second-link = Spotify-Link zum zweiten Stück
option-first-file = Erste Audiodatei
option-second-file = Zweite Audiodatei
option-album = Spotify-Link zu einem Album oder einer Playlist
option-channel = Der Kanal
option-answers = Höchstens so viele Antworten auf eine Nachricht
option-threads = Antworte in einem Thread
option-language = Sprache meiner Antworten
option-theme = Bilder auf dunklem oder hellem Grund
option-server = Für den ganzen Server statt für dich
option-webhooks = Auch beantworten, was Webhooks schreiben, etwa PluralKit
option-audience = Follower des Künstlers auf Spotify
option-genre = Genre des Stücks
option-released = Das Stück ist schon erschienen
option-explicit = Der Text ist explizit
option-first-song = Das erste Stück der Künstler: kein anderes ist erschienen
option-usual = Popularität, 0 bis 100, die andere Stücke der Künstler meist haben
option-band = Das Spektrogramm im Bild: was gehört wird, oder die ganze Aufnahme
spectrum-heard = was gehört wird, bis 11 kHz
spectrum-full = die ganze Aufnahme

## Das Gespräch im Terminal

terminal-welcome = Füge einen Spotify-Link oder den Pfad einer Audiodatei ein. Oder tippe <c>why</c>, <c>compare A B</c>, <c>album LINK</c>, <c>about</c>, <c>help</c>, <c>forget</c>, <c>quit</c>.
terminal-picture = Bild: { $path }
terminal-table = Tabelle: { $path }
terminal-look-here = Was geschah, steht in { $log }; <c>spotpop doctor</c> prüft diese Installation.
terminal-nothing-yet = Es gibt noch keine Prognose, die zu erklären wäre.

## Telegram

command-feedback = on oder off: Links und Audio in dieser Gruppe von selbst beantworten
command-settings = Sprache, Farben und Sichtbarkeit, für dich und für den Server

prompt-second = Antworte auf diese Nachricht mit dem zweiten Stück: einem Link oder einer Audiodatei.
prompt-placeholder = Link oder Audiodatei
prompt-predict = Schick mir einen Link zu einem Stück oder eine Audiodatei.
prompt-compare = Schick mir das erste der beiden: einen Link oder eine Audiodatei.
prompt-album = Schick mir einen Link zu einem Album oder einer Playlist.

inline-ask = Noch keine Prognose. Tippe, um zu fragen
inline-paste = Füge einen Link zu einem Track ein oder tippe den Namen eines Songs
inline-song = Mit einer Taste posten, die nach der Prognose fragt
inline-forecast = Nach einer Prognose fragen
inline-wrong = Eine Prognose braucht den Link zu einem Titel
inline-more = Einzelheiten

help-telegram-voice = Audiodateien, Sprachnachrichten und Dateien mit Ton sind willkommen.
help-telegram-second = Antworte auf ein Stück mit /compare und einem zweiten Link oder einer zweiten Datei, und beide werden verglichen.
help-telegram-group = In einer Gruppe: { $name } erwähnen, mir antworten oder einen Befehl benutzen. Mit /feedback on lassen Administratoren jeden Link beantworten.
help-telegram-inline = In jedem Chat: { $name } und einen Link schreiben.
help-settings = <c>/settings</c> Sprache, Farben und Sichtbarkeit
help-ways = Hier geht auch
help-discord-menu = An jeder Nachricht: Rechtsklick oder halten, dann Apps, dann „Beliebtheit vorhersagen“.
help-discord-mention = Erwähne mich in einer Antwort auf ein Lied, dann bekommt es eine Prognose.
help-discord-feedback = Wer den Server verwaltet, bestimmt Kanäle und Foren, die von selbst beantwortet werden: <c>/feedback-channel add</c>. Wer <c>!skip</c> in eine Nachricht schreibt, wird in Ruhe gelassen.

group-hello = Hallo! Schicke /predict mit einem Spotify-Link oder als Antwort auf eine Audiodatei, oder erwähne { $name }. Was wie lange gespeichert wird: /about
group-feedback-usage = Schreibe /feedback on oder /feedback off.
group-feedback-on = Ab jetzt werden Spotify-Links und Audiodateien in dieser Gruppe von selbst beantwortet, höchstens { $count } je Nachricht. Sprachnachrichten bleiben unbeachtet.
group-feedback-off = Links und Audio in dieser Gruppe werden nicht mehr von selbst beantwortet. Befehle, Erwähnungen und Antworten gehen weiterhin.
group-feedback-deaf = Eingeschaltet, aber gewöhnliche Nachrichten sehe ich hier noch nicht: Macht mich zum Administrator dieser Gruppe, oder schaltet bei @BotFather den Privatmodus aus (/setprivacy) und fügt mich neu hinzu.
only-in-group = Das geht nur in einer Gruppe.
only-admins = Nur Administratoren dieser Gruppe können das ändern.
group-no-pictures = Bilder darf ich hier nicht senden, darum nur die Worte. Frag im privaten Chat, um das Bild zu sehen.

## Settings

settings-title = Deine Einstellungen
settings-lead = Ich antworte auf { $language }, mit Bildern auf { $theme } Grund.
settings-own = Von dir gewählt
settings-server = Für diesen Server gewählt
settings-none = Noch nichts.
settings-row = { $name }: <b>{ $value }</b>
settings-set-theme-light = Helle Bilder
settings-set-theme-dark = Dunkle Bilder
settings-set-private-on = Privat antworten
settings-set-private-off = Offen antworten
settings-change = So änderst du sie
settings-example = <c>/settings language de</c>, <c>/settings theme light</c>, <c>/settings private on</c>; mit <c>server on</c> wählt die Verwaltung für alle. <c>/forget</c> löscht deine.

language-name = Deutsch

theme-dark = dunklem
theme-light = hellem

word-yes = ja
word-no = nein

right-view-channel = Kanal anzeigen
right-read-message-history = Nachrichtenverlauf anzeigen
right-connect = Verbinden
right-send-messages = Nachrichten senden
right-send-messages-in-threads = Nachrichten in Threads senden
right-create-public-threads = Öffentliche Threads erstellen
right-embed-links = Links einbetten
right-attach-files = Dateien anhängen
private-first = Deine Antworten sind privat, und ich darf dir noch nicht schreiben. { $link }, drück Start, und frag dort.
private-open = Öffne unseren Chat
cannot-write-to-you = Deine Antworten sind privat, und ich darf dir nicht schreiben: Erlaube Direktnachrichten von Mitgliedern dieses Servers, oder frag mit <c>/predict</c>.

## Welcome

welcome-title = Hallo! Ich sage, wie beliebt ein Stück werden könnte.
welcome-lead = Schick mir einen Spotify-Link oder die Audiodatei eines unveröffentlichten Liedes. Du bekommst einen Wert von 0 bis 100, seine Spanne und die Gründe. Audio wird gelöscht, sobald die Antwort fertig ist.
welcome-discord-setup = Frag mit <c>/predict</c>. Damit jedes Lied in einem Kanal oder Forum beantwortet wird, schreibt die Verwaltung <c>/feedback-channel add</c>; Sprache und Sichtbarkeit: <c>/settings</c>.

## In Bildern: wenige Worte, schmale Spalten

picture-typical = typisches Stück { $score }
picture-lifts = hebt
picture-weighs = drückt
picture-own = deins
picture-ladder-lowest = Unterste Stufe: nur Stücke, die auf Listen stehen; die meisten liegen tiefer.
picture-ladder-falls = Nicht jede Stufe steigt: Sie stammen von verschiedenen Leuten.
picture-worth = { $change }: etwa { $points } ({ $low } bis { $high })
picture-about = etwa { $points }
picture-standing = { $name } { $value }: { $rank }
picture-standing-bare = { $name }: { $rank }
picture-place-below = unter deinen Referenzen
picture-place-inside = im Bereich deiner Referenzen
picture-place-above = über deinen Referenzen
picture-chances = Chance auf über 20: { $chance20 } %, auf über 30: { $chance30 } %
picture-range-of-ten = Acht von zehn Stücken wie diesem landen zwischen { $low } und { $high }
picture-same-twice = Zweimal dieselbe Aufnahme
picture-nothing = nichts Auffälliges
picture-footer = gehört: { $heard } · Modell: { $model } · spotpop
picture-heard = Ausschnitt von { $source }
picture-heard-isrc = Ausschnitt von { $source }, über die ISRC gefunden
picture-heard-search = Ausschnitt von { $source }, über die Suche gefunden
picture-heard-upload = deine Datei
picture-no-difference = Kein verlässlicher Unterschied
picture-ahead-first = Erstes { $points } Punkte vorn
picture-ahead-second = Zweites { $points } Punkte vorn
picture-difference = Zweites minus erstes: { $points }, { $of } von 10 Mal zwischen { $low } und { $high }
picture-first-ahead = erstes vorn
picture-same = gleich
picture-second-ahead = zweites vorn
picture-for-first = Für das erste
picture-for-second = Für das zweite
picture-range = { $low } bis { $high }
picture-model = Modell: { $model } · spotpop
picture-more = und { $count } weitere
picture-ranking-legend = Punkt: Wert · Band: 8 von 10 solchen Stücken · spotpop
picture-forecast-count = { $count } von { $total } mit Prognose
problem-preview-not-found = kein Ausschnitt gefunden
problem-track-not-found = Spotify unbekannt
problem-silent-audio = still
problem-too-short = zu kurz
problem-rate-limited = eine Quelle will eine Pause
problem-source-unavailable = eine Quelle antwortet nicht
problem-deadline-exceeded = dauerte zu lange
problem-other = keine Prognose

## Fehler: was geschehen ist und was als Nächstes zu tun ist

error-nothing-found = Darin ist kein Spotify-Link und keine Audiodatei.
hint-nothing-found = Füge einen Link zu einem Stück ein, etwa https://open.spotify.com/track/…, oder schick eine Audiodatei.
error-empty-folder = Im Ordner „{ $name }“ liegt keine Audiodatei.
hint-empty-folder = Gib einen anderen Ordner an, oder die Dateien selbst.
error-file-unreadable = Es gibt keine lesbare Datei „{ $name }“.
hint-file-unreadable = Prüfe Namen und Rechte, oder gib stattdessen den Link eines Stücks an.
error-unsupported-link = { $kind ->
    [artist] Das ist ein Link zu einem Künstler, und eine Prognose braucht ein Stück.
    [episode] Das ist eine Podcast-Folge, und eine Prognose braucht ein Stück.
    [show] Das ist ein Podcast, und eine Prognose braucht ein Stück.
    [audiobook] Das ist ein Hörbuch; eine Prognose braucht ein Stück.
    [jam] Das ist die Einladung zu einem Jam; sonst kann dort niemand zuhören.
    [collection] Das sind deine eigenen gespeicherten Songs, die sonst niemand sieht.
    [local] Das ist eine Datei auf jemandes Gerät; Spotify hat sie nicht.
   *[other] Solche Seiten gibt es bei Spotify, aber eine Prognose braucht ein Stück.
  }
hint-unsupported-link = Teile den Link eines einzelnen Songs dort, oder schick die Audiodatei selbst.
error-short-link-dead = Dieser Kurzlink führt zu keinem Stück auf Spotify.
hint-short-link-dead = Öffne ihn selbst und füge den langen Link von open.spotify.com ein.
error-not-released-yet = Das ist noch nicht erschienen, deshalb hat Spotify keine Hörprobe davon.
hint-not-released-yet = Schick die Audiodatei selbst: mp3, m4a, ogg, flac oder wav.
error-other-service = Das ist ein Link zu { $service }, wo von hier aus nichts angehört werden kann.
hint-other-service = Ist der Song erschienen, schick seinen Link von Spotify, Apple Music oder Deezer oder seinen Namen; sonst die Audiodatei.
error-file-on-share = Dateien auf { $service } werden von hier nicht geholt.
hint-file-on-share = Lade die Datei herunter und schick sie selbst hierher: mp3, m4a, ogg, flac oder wav.
error-recording-unsure = Keine Hörprobe ist sicher „{ $title }“.
hint-recording-unsure = Ist es eines von diesen? Wähle es aus, oder schick die Audiodatei.
match-differs = Was abweicht: { $differs }.
recording-choice = { $number }. { $recording }
recording-choice-differs = { $number }. { $recording } · weicht ab: { $differs }
choose-length = Länge
choose-differs = Was anders ist
choose-differing = anders: { $differs }
choose-from = Von
choose-number = Welches? 1 bis { $count }, oder Enter für keines:
terminal-choose = Gib seine Nummer ein, um es zu wählen.

# What differs between the track asked for and the recording found, after “What differs:”.
difference-live = live
difference-acoustic = akustisch
difference-session = eine Session
difference-instrumental = instrumental
difference-karaoke = Karaoke
difference-cover = eine Coverversion
difference-remix = ein Remix
difference-rework = eine Bearbeitung
difference-mashup = ein Mashup
difference-dj-mix = Teil eines DJ-Mixes
difference-club = ein Club-Mix
difference-mix = ein anderer Mix
difference-vip = ein VIP-Mix
difference-dub = ein Dub
difference-extended = verlängert
difference-rerecorded = neu aufgenommen
difference-stripped = reduziert
difference-piano = am Klavier
difference-guitar = an der Gitarre
difference-orchestral = mit Orchester
difference-a-cappella = a cappella
difference-choir = mit Chor
difference-demo = ein Demo
difference-alternate = eine andere Fassung
difference-sped-up = beschleunigt
difference-slowed = verlangsamt
difference-spatialised = räumlicher Klang
difference-lofi = Lo-Fi
difference-reversed = rückwärts
difference-commentary = ein Kommentar
difference-skit = ein Zwischenspiel
difference-reprise = eine Reprise
difference-mono = mono
difference-tv-size = für das Fernsehen gekürzt
difference-christmas = eine Weihnachtsfassung
difference-clean = ohne anstößige Wörter
difference-anniversary-recording = eine Jubiläumsfassung
difference-excerpt = ein Ausschnitt
difference-remaster = Remaster
difference-edit = eine gekürzte Fassung
difference-album-version = die Fassung des Albums
difference-stereo = stereo
difference-vault = aus dem Archiv
difference-soundtrack-version = die Fassung des Soundtracks
difference-language = die Sprache
difference-length = die Länge
difference-title = der Titel
difference-words = Wörter des Titels
difference-wording = die Formulierung des Titels
difference-spelling = die Schreibweise
difference-script = die Schrift
difference-guest = Gäste
difference-artist = die Künstler
difference-explicit = der Vermerk für anstößige Wörter
difference-other = etwas anderes
error-attachment-expired = Dieser Link zu einer Datei auf Discord geht nicht mehr: Discord lässt solche Links nach einem Tag ablaufen.
hint-attachment-expired = Schick die Audiodatei selbst, oder kopiere ihren Link neu aus der Nachricht.
error-name-not-found = Kein Song namens „{ $name }“ zu finden.
hint-name-not-found = Schreib Interpret und Titel, etwa <c>Daft Punk - One More Time</c>, oder schick einen Link oder die Audiodatei.
error-premium-lapsed = { $source } antwortet dieser Installation nur, solange der Inhaber ihrer App Premium hat; das ist abgelaufen.
hint-premium-lapsed = Lade die Audiodatei hoch; der Betreiber erneuert Premium, was erst nach einigen Stunden wirkt.
error-access-denied = { $source } zeigt das nur Apps, denen es gehört.
hint-access-denied = Mach es öffentlich, schick den Link eines einzelnen Stücks, oder lade die Audiodatei hoch.
error-lookup-incomplete = { $answered } zeigt das nicht, und { $failed } konnte gerade nicht gefragt werden.
hint-lookup-incomplete = Versuch es später noch einmal, oder lade die Audiodatei hoch.
error-track-not-found = Spotify kennt dieses Stück nicht.
hint-track-not-found = Prüfe den Link; vielleicht wurde das Stück entfernt.
error-listing-not-found = { $kind ->
    [album] Dieses Album ist leer oder Spotify unbekannt.
    [playlist] Diese Playlist ist leer, privat oder Spotify unbekannt.
   *[other] Diese Liste ist leer, privat oder Spotify unbekannt.
  }
hint-listing-not-found = Mach sie öffentlich oder schick den Link eines einzelnen Stücks.
error-preview-not-found = Keine Hörprobe von „{ $title }“ zu finden (versucht: { $tried }).
hint-preview-not-found = Lade die Audiodatei selbst hoch: mp3, m4a, ogg, flac oder wav.
error-not-audio = Diese Datei ist kein Audio.
hint-not-audio = Schick eine Datei in mp3, m4a, ogg, flac oder wav.
error-other-file = { $kind ->
    [archive] Diese Datei ist ein Archiv ({ $name }), kein Song.
    [playlist] Diese Datei ist eine Playlist ({ $name }): Sie nennt Songs und enthält keinen.
    [project] Diese Datei ist ein Projekt von { $name }: Der Song ist darin nicht fertig abgemischt.
    [picture] Diese Datei ist ein Bild ({ $name }), kein Audio.
    [document] Diese Datei ist ein Dokument ({ $name }), kein Audio.
    [program] Diese Datei ist ein Programm ({ $name }), kein Audio.
   *[other] Diese Datei ist { $name }, kein Audio.
  }
hint-other-file = { $kind ->
    [archive] Entpacke es und schick den Song daraus als mp3, m4a, ogg, flac oder wav.
    [playlist] Schick einen ihrer Songs oder den Link der Playlist bei Spotify.
    [project] Exportiere den Song dort als mp3, m4a, ogg, flac oder wav und schick diese Datei.
   *[other] Schick eine Datei in mp3, m4a, ogg, flac oder wav.
  }
error-unsupported-audio = Diese Datei ist { $name }; das wird hier nicht gelesen.
hint-unsupported-audio = Exportiere den Song als mp3, m4a, ogg, flac oder wav und schick diese Datei.
error-protected-audio = Diese Datei ist kopiergeschützt ({ $name }); nur ihr eigener Player kann sie öffnen.
hint-protected-audio = Schick einen Link zum Song oder einen eigenen Export ohne Kopierschutz.
error-unreadable-audio = Diese Audiodatei ist beschädigt und kann nicht gelesen werden.
hint-unreadable-audio = Exportiere sie noch einmal als mp3, m4a, ogg, flac oder wav und schick die neue Datei.
error-empty-audio = Diese Datei ist leer.
hint-empty-audio = Exportiere das Stück noch einmal und schick die neue Datei.
error-silent-audio = In diesem Abschnitt ist nichts zu hören: Er ist still.
hint-silent-audio = Wähle einen anderen Anfang oder prüfe, ob der Export stummgeschaltet ist.
error-too-short = Das dauert nur { NUMBER($duration_s, maximumFractionDigits: 1) } s, und eine Prognose braucht mindestens { NUMBER($minimum_s, maximumFractionDigits: 0) } s.
hint-too-short = Schick ein längeres Stück; ideal sind die stärksten 30 s.
error-too-long = Das dauert { NUMBER($duration_s, maximumFractionDigits: 0) } s, und höchstens { NUMBER($maximum_s, maximumFractionDigits: 0) } s werden angenommen.
hint-too-long = Schneide das Stück oder seine stärksten 30 s heraus und schick das.
error-too-large = Diese Datei hat { NUMBER($size_mib, maximumFractionDigits: 1) } MiB, und höchstens { NUMBER($maximum_mib, maximumFractionDigits: 0) } MiB werden angenommen.
hint-too-large = Schick sie als mp3 oder m4a, oder schneide die stärksten 30 s heraus.
error-start-beyond-end = Ein Abschnitt ab { NUMBER($start_s, maximumFractionDigits: 1) } s passt nicht in { NUMBER($duration_s, maximumFractionDigits: 1) } s Audio.
hint-start-beyond-end = Wähle einen früheren Anfang oder lass ihn weg.
error-source-unavailable = { $source } antwortet im Moment nicht richtig.
hint-source-unavailable = Versuch es in ein paar Minuten wieder oder lade die Audiodatei hoch.
error-rate-limited = { $source } wurde zu oft gefragt und möchte { NUMBER($retry_after_s, maximumFractionDigits: 0) } s Pause.
hint-rate-limited = Versuch es danach wieder oder lade die Audiodatei hoch.
error-credentials-rejected = { $source } lehnt die Zugangsdaten dieser Installation ab.
hint-credentials-rejected = Lade die Audiodatei hoch; der Betreiber findet die Ursache mit <c>spotpop doctor</c>.
error-sources-off = Links lassen sich hier nicht nachschlagen: Der Betreiber hat alle Quellen abgeschaltet.
hint-sources-off = Lade die Audiodatei selbst hoch: mp3, m4a, ogg, flac oder wav.
error-model-missing = Es gibt kein Modell namens „{ $name }“, also auch keine Prognose.
hint-model-missing = Der Betreiber findet die vorhandenen Modelle mit <c>spotpop models</c>.
error-model-damaged = Das Modell „{ $name }“ ist unvollständig oder wurde verändert und wird deshalb nicht benutzt.
hint-model-damaged = Der Betreiber sieht mit <c>spotpop models --check</c>, welche Datei abweicht.
error-runtime-missing = Die Laufzeit { $runtime } ist nicht installiert.
hint-runtime-missing = Der Betreiber installiert sie im Quelltext mit <c>pip install -c constraints.txt '.[{ $extra }]'</c>.
error-queue-unavailable = Die Warteschlange ist im Moment nicht erreichbar, deshalb wurde die Frage nicht angenommen.
hint-queue-unavailable = Frag bitte in einer Minute noch einmal.
error-queue-full = { $waiting ->
    [one] Es wartet schon eine Frage, deshalb wurde diese nicht angenommen.
   *[other] Es warten schon { $waiting } Fragen, deshalb wurde diese nicht angenommen.
  }
hint-queue-full = Frag bitte in ungefähr { NUMBER($eta_s, maximumFractionDigits: 0) } s noch einmal.
error-too-many-questions = Das sind viele Fragen auf einmal.
hint-too-many-questions = Versuch es in { NUMBER($retry_after_s, maximumFractionDigits: 0) } s wieder.
error-deadline-exceeded = Das hat zu lange gedauert und wurde aufgegeben.
hint-deadline-exceeded = Frag bitte noch einmal; eine kürzere Datei oder ein einzelnes Stück geht schneller.
error-upload-expired = Die hochgeladene Datei hat zu lange gewartet und wurde gelöscht, bevor sie an der Reihe war.
hint-upload-expired = Schick sie bitte noch einmal.
error-job-failed = Diese Frage ließ sich auch nach mehreren Versuchen nicht beantworten.
hint-job-failed = Versuch eine andere Datei oder einen anderen Link; geschieht es wieder, sag es dem Betreiber.
error-queue-uncertain = Die Warteschlange hat die Frage nicht bestätigt, sie wurde also wahrscheinlich nicht angenommen.
hint-queue-uncertain = Kommt innerhalb einer Minute keine Antwort, frag bitte noch einmal.
error-no-room = Im Moment ist kein Platz für eine weitere Frage, deshalb wurde diese nicht angenommen.
hint-no-room = Frag bitte in ein paar Minuten noch einmal; ein Link oder eine kleinere Datei braucht weniger Platz.
error-question-lost = Die Warteschlange hat diese Frage verloren, bevor sie beantwortet war.
hint-question-lost = Frag bitte noch einmal.
error-answer-unreadable = Die Antwort stammt von einer anderen Version und lässt sich hier nicht anzeigen.
hint-answer-unreadable = Frag bitte in ein paar Minuten noch einmal.
error-record-unavailable = Die Datenbank der Trefferbilanz ist gerade nicht erreichbar.
hint-record-unavailable = Prognosen gehen ohne sie weiter.
error-references-unusable = Die Datei mit deinen Referenzen, { $name }, lässt sich nicht verwenden.
hint-references-unusable = Sieh nach, ob der Datenordner beschreibbar und nicht voll ist.
error-reference-set-full = Die Sammlung „{ $name }“ hat schon { $most } Referenzen; mehr gehen nicht hinein.
hint-reference-set-full = Entferne eine oder beginne eine neue Sammlung.
error-settings = Die Einstellung { $name } ist nicht brauchbar: { $problem }.
hint-settings = Was sie annimmt, findet der Betreiber in <c>.env.example</c> und mit <c>spotpop doctor</c>.
error-not-saved = { $path } konnte nicht gespeichert werden: { $reason }.
hint-not-saved = Schaffe Platz, oder wähle einen Ordner, in den geschrieben werden kann.
error-unexpected = Bei uns ist etwas schiefgegangen.
hint-unexpected = Versuch es bitte noch einmal; geschieht es wieder, sag es dem Betreiber.
error-table-unusable = Die Tabelle { $path } ist nicht brauchbar: { $problem }.
hint-table-unusable = Ihre Spalten, deren Einheiten und Bereiche stehen in <c>docs/model.md</c>.
error-too-few-rows = Es gibt nur { $found } brauchbare Zeilen, und { $purpose } braucht mindestens { $needed }.
hint-too-few-rows = Sammle zuerst mehr Stücke; mit weniger wäre das Ergebnis Rauschen.
error-model-unfit = Das Modell „{ $name }“ kennt nur Klang; eine Tabelle von Merkmalen lässt sich damit weder beurteilen noch anpassen.
hint-model-unfit = Die Zahlen stehen in seiner Modellkarte; ein Modell mit --kind descriptors lässt sich kalibrieren.
error-nothing-to-compare = Zu „{ $title }“ lässt sich nichts vorhersagen, also gibt es nichts zu vergleichen.
hint-nothing-to-compare = Ich kenne nur Musik: Sprache, Rauschen, ein bloßer Ton oder Stille bekommen keine Zahl.

## Die Seite und die Trefferbilanz

web-name = spotpop
web-headline = Wie beliebt könnte dieses Stück auf Spotify werden?
web-promise = Eine Prognose mit ehrlicher Spanne, und warum. Füge einen Link ein oder gib ein Lied, das noch nicht erschienen ist.
web-link = Link zu einem Stück, Album oder einer Playlist
web-or = oder
web-file = Audiodatei
web-file-hint = Höchstens { $size } MiB. Sie wird gelöscht, sobald die Antwort fertig ist.
web-compare = Mit einem zweiten vergleichen
web-other-link = Link zum zweiten Stück
web-other-file = Zweite Audiodatei
web-more = Was du darüber weißt
web-start = Beginn der 30 Sekunden, die gehört werden
web-start-hint = In deiner Datei, als Minuten und Sekunden; leer: die stärkste Stelle.
web-ask = Prognose machen
web-do = Los
web-sending = Wird gesendet …
web-kept = Kein Konto, kein Tracker. Die Antwort bleibt einen Tag lang für dich da; „Vergiss mich“ löscht sie sofort.
web-skip = Zum Inhalt
web-menu = Seiten
web-record = Trefferbilanz
web-about = Über
web-forget = Vergiss mich
web-forgotten = { $count ->
    [0] Es war nichts über dich gespeichert.
    [one] Vergessen: eine Sache wurde gelöscht.
   *[other] Vergessen: { $count } Dinge wurden gelöscht.
  }
web-footer = spotpop ist nicht von Spotify.
web-working = Höre zu …
web-taken = Deine Frage ist in der Warteschlange.
web-progress = Fortschritt
web-reloads = Diese Seite sieht alle zwei Sekunden nach.
web-another = Nach einem anderen fragen
web-back = Zurück zur Antwort
web-home = Zum Anfang
web-table = Alle Zeilen als CSV
web-picture-alt = Bild der Prognose für { $title }. { $lead }
web-share = Teilen
web-share-hint = Macht einen Link, den jeder öffnen kann, der ihn hat. Er steht nirgends und endet von selbst.
web-share-day = Link für einen Tag
web-share-week = Link für eine Woche
web-share-made = Hier ist dein Link
web-share-until-day = Er gilt 24 Stunden.
web-share-until-week = Er gilt 7 Tage.
web-share-address = Link zum Teilen
web-share-open = Öffnen
web-share-secret = Dein geheimer Link zum Löschen
web-share-secret-hint = Behalte ihn für dich. „Vergiss mich“ löscht den geteilten Link ebenfalls.
web-share-delete = Den geteilten Link löschen
web-share-delete-hint = Wer den Link hat, sieht die Antwort dann nicht mehr.
web-share-deleted = Der geteilte Link ist gelöscht.
web-share-gone = Dieser Link ist abgelaufen oder wurde gelöscht.
web-share-expires = Geteilt bis { $until }.
web-try = Nach einem eigenen Lied fragen
web-not-found = Diese Seite gibt es nicht, oder nicht mehr.
web-form-stale = Dieses Formular ist zu alt oder nicht für dich gemacht. Bitte geh zurück, lade die Seite neu und schicke es noch einmal.
web-upload-cut = Das Hochladen brach ab oder war zu langsam.
web-privacy = Was gespeichert wird
web-privacy-text = Ein Cookie hält deine Antworten von denen anderer getrennt; es gilt eine Woche und nennt niemanden. Antworten bleiben einen Tag, geteilte Links so lange, wie du gewählt hast, Dateien bis zur Antwort. Das Publikum des Künstlers, das du zuletzt angegeben hast, wird eine Woche lang wieder angeboten. Prognosen deiner eigenen Songs und Zahlen deiner Referenzen bleiben, höchstens ein Jahr, nur wenn du unter „Meine Songs“ und „Referenzen“ zustimmst. Deine Adresse wird unter einem Namen gezählt, der jeden Tag wechselt, gegen zu viele Fragen. Diese Seite fragt keine andere.
record-title = Wie frühere Prognosen ausgegangen sind
record-promise = „Acht von zehn“ ist ein Versprechen. Prognosen erschienener Stücke werden aufgehoben und nach 30, 90 und 365 Tagen wieder angesehen; Fehlschläge stehen so deutlich da wie Treffer.
record-off = Der Betreiber hat die Bilanz abgeschaltet.
record-none = Noch ist nichts veröffentlicht.
record-kept = { $forecasts } Prognosen zu { $tracks } Stücken sind aufgehoben.
record-too-young = Noch ist keine alt genug, um beurteilt zu werden.
record-next = Die erste ist am { $when } so weit.
record-open = { $count ->
    [one] Eine davon ist alt genug, um beurteilt zu werden, doch noch hat keine Quelle gesagt, was aus dem Stück wurde.
   *[other] { $count } davon sind alt genug, um beurteilt zu werden, doch noch hat keine Quelle gesagt, was aus einem der Stücke wurde.
}
record-after = Nach { $days } Tagen: { $measure }
record-counted = { $outcomes } von { $elapsed } Ausgängen sind bekannt.
record-missed = Daneben: { $below } lagen unter der Spanne, { $above } darüber.
record-figure = Maß
record-value = Wert
record-sure = 95-%-Intervall
record-unskilled = Versprochen oder ohne Können
record-interval = { $low } bis { $high }
record-so-far = bisher { $count } von { $needed }
record-so-far-all = Bisher { $count } von { $needed }: aus weniger wird nichts behauptet.
record-misses = Größte Fehlschläge
record-hits = Nächste Treffer
record-named = { $low } bis { $high } vorausgesagt, war { $outcome }
record-head = Stand { $when }. Prüfsumme der letzten Zeile; wer sie notiert, kann später sagen, dass nichts geändert wurde:
record-measure-spotify-popularity = Beliebtheit auf Spotify
record-measure-listenbrainz-listens = von ListenBrainz gezählte Wiedergaben
record-measure-listenbrainz-listeners = von ListenBrainz gezählte Hörer
record-measure-deezer-rank = Rang bei Deezer
record-figure-coverage = In der Spanne von acht aus zehn
record-figure-crps = Abstand vom Ausgang (CRPS, Punkte)
record-figure-crps-skill = Besser, als immer die Mitte zu sagen
record-figure-spearman = Rangkorrelation
record-figure-pairs = Von zwei Stücken einer Woche richtig geordnet

## Die Seite und die Trefferbilanz

record-legend = Punkt: Anteil · Band: sein 95-%-Intervall · Strich: versprochen oder geraten · spotpop
record-drawn-coverage = Nach { $days } Tagen in der Spanne
record-drawn-pairs = Von zweien nach { $days } Tagen richtig geordnet
record-alt = Wie frühere Prognosen ausgegangen sind: { $lead }

## Die Seite und die Trefferbilanz

record-line = { $line }

## Die Seite und die Trefferbilanz

web-audience = Follower des Künstlers auf Spotify
web-unknown = Keine Angabe
web-audience-under-1k = unter 1.000
web-audience-1k-10k = 1.000 bis 10.000
web-audience-10k-100k = 10.000 bis 100.000
web-audience-100k-1m = 100.000 bis 1 Million
web-audience-1m-10m = 1 bis 10 Millionen
web-audience-over-10m = über 10 Millionen
web-genre = Genre
web-genre-rap = Rap
web-genre-rock = Rock
web-genre-pop = Pop
web-genre-edm = elektronisch
web-genre-r-and-b = R&B
web-genre-latin = Latin
web-genre-country = Country
web-genre-metal = Metal
web-genre-folk = Folk
web-genre-soundtrack = Filmmusik
web-genre-jazz = Jazz
web-genre-classical = Klassik
web-genre-holiday = Weihnachten und Feste
web-genre-other = ein anderes
web-released = Erschienen am (für eine Datei, die schon veröffentlicht ist)
web-explicit = Anstößiger Text
web-first-song = Erstes Stück der Künstler
web-usual = Popularität der anderen Stücke der Künstler (0 bis 100)
web-yes = ja
web-no = nein
web-songs-kept = Titel, Datum und Zahlen bleiben höchstens ein Jahr, nie der Klang. Sie gehören diesem Browser: Sein Cookie gilt dann ein Jahr, und wer es löscht, sieht sie nicht wieder. „Vergiss mich“ löscht alles.
web-songs-on = Prognosen meiner Dateien aufheben
web-songs-out = Es ist erschienen: Link der Veröffentlichung
web-songs-tie = Mit der Veröffentlichung verknüpfen
web-songs-link-missing = Bitte gib den Link der Veröffentlichung an.
web-songs-join = Eine andere Fassung dieses Songs
web-songs-joining = Zusammenlegen
web-songs-delete = Diesen Song löschen
web-songs-export = Alles als JSON
web-songs-off = Alle Songs löschen und nichts mehr aufheben
web-link-hint = Oder schreib Künstler – Titel. Mehrere Links werden eine Rangliste.
web-band = Im Spektrogramm des Bilds die ganze Aufnahme zeigen, nicht nur, was gehört wird
web-references = Referenzen
web-references-about = Stücke, neben denen du stehen willst. Jede weitere Antwort zeigt dann, wo dein Stück außerhalb ihres Bereichs liegt.
web-references-kept = Von jedem Stück bleiben höchstens ein Jahr der Name und bis zu sieben Zahlen: Lautheit, Tempo, Länge, Energie, Tanzbarkeit, Fröhlichkeit, akustischer Klang. Der Ton wird gelöscht, sobald er gemessen ist. Sie gehören diesem Browser; „Vergiss mich“ löscht sie.
web-references-agree = Das ist recht, Referenzen aufheben
web-references-remove = Entfernen
web-references-remove-set = Die ganze Gruppe entfernen
web-references-link = Link eines Stücks
web-references-set = Name der Gruppe, wenn es mehrere gibt
web-references-add = Als Referenz aufheben
web-references-missing = Bitte gib einen Link oder eine Datei der Referenz an.

## A person's own songs (`/songs`)

songs-title = Meine Songs
songs-ask = Von deinen Uploads wird nichts aufgehoben. Wenn du magst, bleiben ihre Prognosen ein Jahr lang, damit du eine Version neben der nächsten siehst und was aus einem Song wurde.
songs-agree = <c>/songs on</c> hebt Titel, Datum und Zahlen der Prognosen deiner Uploads auf, nie ihren Klang. <c>/songs off</c> oder <c>/forget</c> löscht sie sofort.
songs-on = Ab jetzt werden die Prognosen deiner Uploads aufgehoben: Titel, Datum und Zahlen, höchstens ein Jahr.
songs-ended = Von deinen Uploads wird nichts mehr aufgehoben. { $count ->
    [one] Eine Prognose wurde gelöscht.
   *[other] { $count } Prognosen wurden gelöscht.
 }
songs-empty = Hier ist noch nichts. Lade einen Song hoch, und seine Prognose wird aufgehoben.
songs-end = <c>/songs off</c> oder <c>/forget</c> beendet das.
songs-lead = { $count ->
    [one] Ein Song ist aufgehoben.
   *[other] { $count } Songs sind aufgehoben.
 }
songs-how = Was du tun kannst
songs-out = <c>/songs out 1 LINK</c>, wenn Song 1 erschienen ist: Seine Prognose gehört dann zur Veröffentlichung, und nach 30 Tagen erfährst du, was daraus wurde
songs-join = <c>/songs join 1 2</c>, wenn 2 eine andere Version von 1 ist
songs-rest = Einen löschen: <c>/songs delete 1</c>, alle: <c>/songs off</c>; <c>/songs export</c> gibt dir eine JSON-Datei
songs-exported = Alles, was von deinen Uploads aufgehoben ist.
songs-song = { $number }. { $name }
songs-version = v{ $place }, { $date }: <b>{ $score }</b> ({ $low } bis { $high })
songs-step-reliable = v{ $first } → v{ $second }: vom Klang her etwa <b>{ $points }</b>, zwischen { $low } und { $high }
songs-step-none = v{ $first } → v{ $second }: kein verlässlicher Unterschied ({ $low } bis { $high })
songs-step-same = v{ $first } → v{ $second }: derselbe Klang
songs-step-model = v{ $first } → v{ $second }: von verschiedenen Modellen, deshalb sind die Zahlen nicht vergleichbar
songs-step-unmeasured = v{ $first } → v{ $second }: Dieses Modell sagt nicht, was ein Unterschied wert ist
songs-released = Erschienen als { $title }; das hast du am { $date } gesagt.
songs-waiting = Was daraus wurde, wird am { $date } nachgesehen.
songs-tied = Gehört jetzt zu deinem Upload „{ $name }“, dessen Prognose { $score } war ({ $low } bis { $high }). Was daraus wurde, erfährst du am { $date }.
songs-became-title = Was aus { $name } wurde
songs-became-lead = Am { $date } war die Prognose { $score }: Acht von zehn solchen Stücken landen zwischen { $low } und { $high }.
songs-became-inside = Jetzt steht es auf Spotify bei <b>{ $value }</b>: innerhalb von { $low } bis { $high }.
songs-became-below = Jetzt steht es auf Spotify bei <b>{ $value }</b>: unter { $low } bis { $high }. Die Prognose war zu hoch.
songs-became-above = Jetzt steht es auf Spotify bei <b>{ $value }</b>: über { $low } bis { $high }. Die Prognose war zu niedrig.
songs-became-other = { $measure }: <b>{ $value }</b>
songs-became-scale = Das ist eine andere Skala als die der Prognose und beweist weder das eine noch das andere.
songs-became-unknown = Keine der befragten Quellen kannte die Veröffentlichung innerhalb einer Woche, also lässt sich nichts sagen.
songs-became-footer = Darum hast du mit /songs gebeten; es kommt nur einmal.
songs-joined = Zusammengelegt als Versionen von „{ $name }“.
songs-deleted = Gelöscht: { $name }
songs-which = Welcher Song? Seine Nummer steht in <c>/songs</c>.
songs-which-link = Gib den Link der Veröffentlichung an, etwa <c>/songs out 1 https://open.spotify.com/track/…</c>
songs-privately = Deine Songs bleiben unter uns: Frag in unserem privaten Chat.
command-songs = Prognosen deiner Uploads, aufgehoben mit deiner Zustimmung
help-songs = <c>/songs</c> Prognosen deiner Uploads, aufgehoben mit deiner Zustimmung: Versionen nebeneinander, und was daraus wurde
option-do = Was zu tun ist; ohne Angabe siehst du deine Songs
option-number = Nummer des Songs
option-other = Nummer eines zweiten Songs
option-release = Spotify-Link der Veröffentlichung
songs-do-on = Prognosen meiner Uploads aufheben
songs-do-off = löschen und nichts mehr aufheben
songs-do-export = als JSON ausgeben
songs-do-out = ist erschienen: Nummer und Link angeben
songs-do-join = zwei sind ein Song: beide Nummern angeben
songs-do-delete = einen Song löschen
about-privacy-songs = Wenn du mit <c>/songs on</c> zustimmst: Titel, Datum und Zahlen der Prognosen deiner Uploads, höchstens ein Jahr, nie ihr Klang.

## Knöpfe, die das Publikum nennen, und wie sicher eine Antwort ist

expect-sound-alone = Allein aus dem Klang erkenne ich bei { $pairs } von 100 Paaren das beliebtere Stück; Raten: 50.
audience-ask = Wie viele Follower auf Spotify? Tippe, und ich frage noch einmal.
audience-file-gone = Die Datei wurde gelöscht, als die Antwort fertig war, und ich kann sie nicht noch einmal holen. Schick sie neu und tippe dann.
audience-next-time = Niemand hat gesagt, wie viele dem Künstler folgen; das hier gilt für alle Publika zugleich. Gib es im Formular an und schick die Datei noch einmal: Dann gilt die Antwort für deins.
button-audience = Publikum …
button-sure = Wie sicher?
rung-short-under_1k = unter 1k
rung-short-1k_10k = 1–10k
rung-short-10k_100k = 10–100k
rung-short-100k_1m = 100k–1M
rung-short-1m_10m = 1–10M
rung-short-over_10m = über 10M
sure-lead = <b>Acht von zehn Stücken wie diesem landen zwischen { $low } und { $high }.</b> Der Bereich ist die Antwort; der Wert ist nur seine Mitte.
about-accuracy-pairs = Dort sagt es, ohne das Publikum zu kennen, bei { $pairs } von 100 Paaren richtig, welches Stück beliebter ist; Raten schafft 50.
docs-more = Mehr dazu:
docs-link = { $link }
docs-ladder = was zu erwarten ist
docs-measured = was gemessen ist
docs-reasons = Gründe
docs-changes = was eine Änderung wert ist
docs-differs = was sich unterscheidet
docs-corridor = der Bereich
docs-levels = Pegel bei den Diensten
docs-alike = klingt ähnlich wie
docs-accuracy = wie gut es ist
docs-record = die Bilanz

## References of one's own, and dates

command-reference = Stücke deiner Wahl, neben denen deines gezeigt wird
option-action = add (hinzufügen), list (zeigen) oder remove (entfernen)
option-set = Name einer Sammlung von Referenzen
option-agree = Du bist einverstanden, dass ihre Zahlen aufbewahrt werden
option-release-date = Seit wann es erschienen ist: 2024 oder 2024-08-16
help-reference = <c>/reference</c> <c>add</c>, <c>list</c>, <c>remove</c>: Stücke, neben die deines gestellt wird
action-add = hinzufügen
action-list = zeigen
action-remove = entfernen
reference-title = Deine Referenzen
reference-consent = Von jedem Stück bewahre ich den Namen und bis zu sieben Zahlen auf: Lautheit, Tempo, Länge, Energie, Tanzbarkeit, Fröhlichkeit, akustischer Klang. Der Ton wird gelöscht, sobald er gemessen ist. Sie bleiben, bis du sie entfernst oder <c>/forget</c> sagst.
reference-agree = Wenn das recht ist, frag noch einmal mit <c>agree</c>: <c>/reference add agree</c> und ein Link oder eine Datei.
reference-agreed = Notiert. Schick jetzt <c>/reference add</c> mit einem Link oder einer Datei.
reference-needs-song = Schick einen Link oder eine Datei mit: <c>/reference add</c> und das Stück.
reference-none = Du hast noch keine Referenzen. <c>/reference add</c> mit einem Link oder einer Datei bewahrt eine auf.
reference-use = „Warum?“ unter deinen nächsten Antworten zeigt, wo dein Stück außerhalb ihres Bereichs liegt.
reference-set = „{ $name }“
reference-row = { $song } ({ $numbers })
reference-kept = <b>Aufbewahrt:</b> { $song }, jetzt { $count ->
    [one] eine Referenz
   *[other] { $count } Referenzen
  } in „{ $name }“. Nur Zahlen bleiben.
reference-not-kept = Es wurde nichts aufbewahrt.
reference-removed = { $count ->
    [0] Eine solche Referenz gibt es nicht.
    [one] Eine Referenz ist weg.
   *[other] { $count } Referenzen sind weg.
  }
wrong-date = Das ist kein Datum. Schreib ein Jahr oder einen Tag: 2024 oder 2024-08-16.
button-audience-again = ↺ { $audience }


## Tables of the command line

table-score = Wert
table-interval = Bereich
table-track = Stück
table-artists = Künstler
table-followers = Mit Followern
table-passes-20 = Über 20
table-passes-30 = Über 30
table-no-music = keine Musik
table-unreleased = Gilt als unveröffentlicht: So viel ist im ersten Jahr zu erwarten.
table-legend = ● Prognose   ━ Bereich   ┼ typisches Stück ({ $typical })
table-sound = Klang
table-genre-guess = { $genres } (nach dem Klang geraten)
table-heard = Gehört
table-note = Hinweis
table-picture = Bild

button-versus = Vergleichen
button-details = Mehr sagen
details-ask = Was weißt du über das Stück? Tippe es an, und ich frage noch einmal.
details-genre = Genre …
details-out = Wann es erschien …
details-words-on = Expliziter Text
details-words-off = Kein expliziter Text
details-first-song = Erstes Stück
details-usual = Andere Stücke …
details-usual-ask = Wie beliebt sind die anderen Stücke der Künstler nach Spotifys Zählung (0 bis 100)? Tippe es an, und ich frage noch einmal.
details-start = Wo ich hinhöre …
details-genre-ask = Welches Genre ist es?
details-out-ask = Seit wann ist es draußen?
details-start-ask = Ab wo soll ich deine Datei hören, 30 s lang?
details-out-no = Noch nicht draußen
details-out-0 = Seit heute
details-out-30 = Seit einem Monat
details-out-182 = Seit einem halben Jahr
details-out-365 = Seit einem Jahr
details-out-1826 = Seit fünf Jahren
version-known = Du hast schon nach einer Fassung davon gefragt: { $title }.

## Was ein Befehl sagt, während er arbeitet und wenn er scheitert

stage-start = Beginne
crash-happened = Das hätte nicht passieren dürfen: { $cause }.
crash-story = Alles Weitere steht in { $file }.
crash-doctor = <c>spotpop doctor</c> prüft diese Installation.
hint-nearest = Meintest du { $nearest }?
hint-problem = { $problem }.
hint-unexpected-here = stderr nennt die Ursache und ihr Protokoll; <c>spotpop doctor</c> prüft diese Installation.
hint-settings-here = Was sie annimmt, steht in .env.example; <c>spotpop doctor</c> prüft sie.
hint-credentials-rejected-here = Lade die Audiodatei hoch; <c>spotpop doctor</c> findet die Ursache.
hint-runtime-missing-here = Installiere sie, aus einem Checkout mit <c>pip install -c constraints.txt '.[{ $extra }]'</c>, oder wähle mit SPOTPOP_RUNTIME eine andere. Für Python 3.14 gibt es TensorFlow nicht als Wheel.
hint-model-damaged-here = Installiere es neu; <c>spotpop models --check</c> zeigt, welche Datei abweicht.
hint-model-missing-here = <c>spotpop models</c> zählt die vorhandenen auf; setze SPOTPOP_MODEL auf eines davon.
hint-record-unavailable-here = Prognosen gehen ohne sie weiter; <c>spotpop doctor</c> und docs/record.md sagen, wonach zu sehen ist.
reference-none-here = Noch keine Referenzen. Füge welche hinzu: <c>spotpop reference add SONG.mp3 LINK …</c>
table-set = Gruppe
table-reference = Referenz
table-added = Seit
source-listenbrainz = ListenBrainz

## Die Bilanz auf der Kommandozeile

record-hash = Prüfsumme der letzten Zeile: { $head }
record-days = Nach { $days } Tagen
record-slice-month = Monat
record-slice-model = Modell
record-slice-age = Alter
record-slice-audience = Publikum
record-slice-cohort = gezogen
record-slice-audience-known = bekannt
record-slice-audience-unknown = nicht bekannt
record-slice-age-new = bis 30 Tage
record-slice-age-year = bis ein Jahr
record-slice-age-older = älter
record-slice-age-unknown = nicht bekannt
record-slice-cohort-asked = gefragt
record-slice-cohort-control = zufällig gezogen
record-written = { $count ->
    [one] Eine Zeile ist in { $file } geschrieben.
   *[other] { $count } Zeilen sind in { $file } geschrieben.
  }
record-asked = { $count ->
    [0] Niemand wird gefragt: SPOTPOP_RECORD_SOURCES nennt keine Quelle.
   *[other] Gefragt: { $sources }.
  }
record-read = Ergebnisse gelesen: { $read }, unbekannt: { $unknown }, später noch einmal: { $failed }.
record-source-down = { $source } antwortet gerade nicht; diese Ergebnisse bleiben offen.
record-broken = Zeile { $line } von { $lines } folgt nicht aus der davor: Die Bilanz wurde verändert.
record-cut-short = Die notierte Prüfsumme steht nicht in der Bilanz: Sie wurde gekürzt oder neu angelegt.
record-withdrawn = Ohne Werte, weil zurückgezogen: { $count }.
record-intact = { $lines ->
    [0] Die Bilanz hat noch keine Zeile.
   *[other] Alle { $lines } Zeilen folgen auseinander.
  }
