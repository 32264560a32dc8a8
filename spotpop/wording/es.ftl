### Lo que dice el bot, en español. <b>…</b> es fuerte, <c>…</c> es código. Los números llegan hechos donde son palabras.

## El pronóstico

answer-title = { $title } — { $artist }
answer-title-upload = { $title }
untitled = Sin título
answer-cannot-tell = <b>No puedo decirlo.</b> Esto no suena a música, y solo conozco la música.
answer-lead = <b>Alrededor de { $score } de 100.</b> Ocho de cada diez así acaban entre { $low } y { $high }.
answer-percentile = Más popular que el { $percentile } % de los { $count } temas con los que se compara.
answer-baseline = Sin escuchar, la mejor conjetura sería { $baseline }, con ocho de cada diez entre { $low } y { $high }.
answer-spotify-popularity = El propio Spotify dice hoy { $popularity } de 100.
answer-lifts = Lo que lo sube
answer-weighs = Lo que lo baja
answer-reason = <b>{ $points }</b> { $name }: { $value }
answer-reason-bare = <b>{ $points }</b> { $name }
answer-no-reasons = Nada en el sonido destaca en un sentido ni en el otro.
answer-listened = Lo que se ha escuchado
answer-warnings = Tómalo con cautela
answer-footer = Un pronóstico a partir del sonido, no un veredicto sobre la música.
answer-alt-cannot-tell = Espectrograma de { $title }, sin pronóstico.
answer-alt = Pronóstico de { $title }: alrededor de { $score } de 100, ocho de cada diez entre { $low } y { $high }.

match-upload = Tu archivo, segundos { $start } a { $end }.
match-id = El fragmento de este mismo tema en { $source }.
match-isrc = El fragmento de la misma grabación (mismo ISRC) en { $source }: { $title } — { $artist }.
match-search = Encontrado por el nombre en { $source }: { $title } — { $artist }. { $confidence } % de seguridad de que es la misma grabación.
match-search-short = Escuchado en { $source }: { $title } — { $artist }, seguro al { $confidence } %.
match-other = Un fragmento de { $source }: { $title } — { $artist }.

source-spotify = Spotify
source-deezer = Deezer
source-itunes = Apple Music
source-embed = el reproductor incrustado de Spotify
source-upload = tu archivo

warning-speech = Esto suena a voz hablada, y el modelo solo conoce la música.
warning-noise = Esto suena a ruido, y el modelo solo conoce la música.
warning-classical = Esto suena a música clásica, a la que las cifras de popularidad describen mal.
warning-silence = Gran parte es silencio.
warning-short = Había menos que escuchar de lo que el modelo acostumbra.
warning-quiet = Suena mucho más bajo que la música publicada.
warning-tone = Es un solo tono constante, y el modelo solo conoce la música.
warning-release-unknown = No se conoce la fecha de publicación, y eso hace el pronóstico menos seguro.
warning-match-unsure = No es seguro que el fragmento sea exactamente esta grabación.
warning-other = El modelo no está hecho para música así ({ $code }).

## Todo lo que hay detrás de un pronóstico (el botón «¿Por qué?»)

why-title = ¿Por qué { $score } para { $title }?
why-lead = Partiendo de { $baseline }, el centro de los temas con los que se compara, todo junto suma { $score }:
why-lead-grouped = En qué se apoya el pronóstico, hasta donde se puede decir.
why-sound = El sonido
why-context = Lo que se sabe de la publicación
why-descriptors = Cómo le suena al modelo
why-descriptor = { $name }: <b>{ $value }</b>
why-descriptor-rank = { $name }: <b>{ $value }</b> (por encima del { $percentile } % de los temas)
why-deezer = Lo que dice Deezer
why-deezer-rank = Popularidad de este tema allí: <b>{ $rank }</b> de 1.000.000.
why-deezer-fans = Fans de { $artist } allí: <b>{ $fans }</b>.
why-deezer-note = Son hechos; este pronóstico no se basa en ellos.
why-genres = Género, solo por el sonido
why-genre = { $name }: { $percent } %
why-what-ifs = Temas como este, pero …
why-what-if = … con más { $name } difieren de media en <b>{ $points }</b> puntos ({ $low } a { $high }).
why-moments = Qué segundos importan
why-moments-best = Los segundos { $start } a { $end } son los que más suben ({ $points }).
why-moments-worst = Los segundos { $start } a { $end } son los que más bajan ({ $points }).
why-model = Modelo
why-model-line = { $name } { $version } ({ $runtime }). Comparado con { $count } temas.
why-time = Calculado en { $seconds } s.
why-gone = Los detalles de este pronóstico se han borrado: se guardan 24 horas como mucho. Pregunta otra vez para verlos.
why-shown = La explicación ya está debajo de esta respuesta.

name-danceability = bailabilidad
name-energy = energía
name-valence = alegría
name-acousticness = sonido acústico
name-instrumentalness = parte instrumental
name-speechiness = palabra hablada
name-liveness = sonido en directo
name-loudness = sonoridad
name-tempo = tempo
name-key = tonalidad
name-mode = modo
name-age = tiempo desde la publicación
name-duration = duración
name-explicit = letra explícita
name-genre = género
name-followers = público del artista
name-usual = lo que alcanzan los otros temas del artista
name-earlier = lo que alcanzan los otros temas del artista
name-album = la publicación a la que pertenece
name-spectrogram = sonido en conjunto
name-level = nivel y dinámica
name-rhythm = ritmo
name-harmony = armonía
name-timbre = timbre
name-sound = el sonido en conjunto
name-context = la publicación en conjunto

value-loudness = { $value } dB
value-tempo = { $value } BPM
value-released = publicado: { $date }
value-unreleased = aún sin publicar
value-first-song = ningún otro tema publicado
value-duration = { $minutes }:{ $seconds } min
value-explicit = { $explicit ->
    [yes] explícita
   *[no] no explícita
  }
value-followers = { $count ->
    [one] un seguidor
   *[other] { $count } seguidores
  }
value-usual = sus otras canciones suelen estar en { $value }
value-earlier = sus canciones anteriores suelen estar en { $value }
value-album = { $value ->
    [1] de un sencillo
    [3] de una recopilación
   *[other] de un álbum
  }
value-deezer = { $value } fans en Deezer
value-unknown = se desconoce

level-low = baja
level-mid = media
level-high = alta
level-average = en la media
level-below-average = por debajo de la media
level-above-average = por encima de la media

key-0 = do
key-1 = do♯/re♭
key-2 = re
key-3 = re♯/mi♭
key-4 = mi
key-5 = fa
key-6 = fa♯/sol♭
key-7 = sol
key-8 = sol♯/la♭
key-9 = la
key-10 = la♯/si♭
key-11 = si
key-and-mode = { $tonic } { $mode }
mode-0 = menor
mode-1 = mayor
mode-unsure = mayor o menor

## Dos lado a lado

compare-title = { $first } frente a { $second }
compare-none = <b>Ninguna diferencia fiable.</b> Medido: { $points } puntos para el segundo. Pero ocho de cada diez veces la verdad está entre { $low } y { $high }, y el cero queda en medio.
compare-better = <b>El segundo va { $points } puntos por delante.</b> Ocho de cada diez veces la verdad está entre { $low } y { $high }.
compare-worse = <b>El primero va { $points } puntos por delante.</b> Ocho de cada diez veces la verdad está entre { $low } y { $high }.
compare-scores = Cada uno por su cuenta
compare-score = { $place }. { $title }: <b>{ $score }</b> ({ $low } a { $high })
compare-reasons = Lo que marca la diferencia
compare-footer = Los errores que comparten se anulan: una diferencia es más segura que cada cifra por separado. Modelo { $model }.
compare-alt = { $first } y { $second } lado a lado.
compare-box-title = Comparar con…
compare-box-label = Enlace al segundo tema
compare-box-hint = Si tu primer archivo ya se borró, da aquí los dos.
compare-box-files = O el archivo
compare-upload-again = Tu primer archivo se borró al terminar su respuesta, como prometimos. Da ahora los dos: dos archivos, o un archivo y un enlace.

## Qué esperar y qué se podría cambiar (docs/advice.md)

expect-own = Con tu público, alrededor de <b>{ $score }</b>.
expect-mixture = Nadie dijo quién te escucha, así que esto mezcla todos los públicos. La escalera muestra qué cambiaría el tuyo.
expect-chances = La probabilidad de pasar de 20 es del { $chance20 } %, y de 30, del { $chance30 } %.
expect-sound = Tu sonido lo mueve en torno a { $points }.
expect-sound-little = Tu sonido apenas lo mueve.
ladder-heading = Según el público (seguidores en Spotify)
ladder-line = { $rung }: <b>{ $score }</b> (de { $low } a { $high }). Pasa de 20: { $chance20 } %, de 30: { $chance30 } %.
ladder-own = <b>{ $rung }: { $score }</b> (de { $low } a { $high }). Pasa de 20: { $chance20 } %, de 30: { $chance30 } %. ← el tuyo
ladder-lowest = El peldaño más bajo solo conoce temas que alguien puso en una lista. La mayoría de los demás está más abajo.
ladder-falls = Aquí más público no da más puntos en todos los peldaños: vienen de temas de artistas distintos.
rung-under_1k = Menos de 1.000
rung-1k_10k = De 1.000 a 10.000
rung-10k_100k = De 10.000 a 100.000
rung-100k_1m = De 100.000 a 1 millón
rung-1m_10m = De 1 a 10 millones
rung-over_10m = Más de 10 millones
reason-group-change = Lo que podrías cambiar
reason-group-song = Lo que sería otra canción
reason-group-unsure = Demasiado justo para decirlo
reason-group-context = No es el sonido: así les va a temas como este
reason-higher = { $name }: temas así acaban { $points ->
    [one] un punto
   *[other] unos { $points } puntos
  } más arriba.
reason-lower = { $name }: temas así acaban { $points ->
    [one] un punto
   *[other] unos { $points } puntos
  } más abajo.
reason-unsure = { $names }: el modelo puede oírlo tan mal que valga lo contrario.
reason-no-lever = Nada que pudieras cambiar importa con seguridad.
whatif-heading = Lo que valdría un cambio
whatif-loudness = { $step } LU más alto
whatif-loudness-heard = { $step } LU más alto con un limitador (probado en tu tema)
whatif-brightness-heard = Agudos { $step } dB más altos desde 4 kHz, igual de fuerte (probado en tu tema)
whatif-dynamics-less-heard = Picos { $step } dB más cerca del resto con un compresor, igual de fuerte (probado en tu tema)
whatif-intro-less-heard = Intro { $step } s más corta (probado en tu tema)
whatif-length = Tema { $step } s más largo
whatif-length-less = Tema { $step } s más corto
whatif-energy = Más energía (+{ $step })
whatif-tempo = { $step } BPM más rápido
whatif-more = Más { $name } (+{ $step })
whatif-line = { $change }: alrededor de <b>{ $points }</b> (de { $low } a { $high }).
whatif-line-unsure = { $change }: alrededor de { $points } (de { $low } a { $high }), lo que puede no ser nada.
whatif-line-nothing = { $change }: menos de un punto, en un sentido u otro.
whatif-nothing = Nada de esto es fiable. No es motivo para cambiar tu mezcla.
whatif-note = Entre artistas, esos valores separan más los temas. Cambiar un solo tema vale menos.
verdict-from = A partir de unos { $points } puntos, una diferencia así diría algo.

## Lo que un músico puede hacer con ello: medido, comparado, cambiado (docs/advice.md)

measured-heading = Lo que se ha medido
measured-loudness = Sonoridad <b>{ $lufs } LUFS</b>, rango de sonoridad { $range } LU, pico real { $peak } dBTP
measured-tempo = Tempo <b>{ $bpm } BPM</b>
measured-tempo-or = Tempo <b>{ $bpm } BPM</b>; contado de otro modo, { $others }
measured-key = Tonalidad: probablemente <b>{ $tonic }</b>
measured-key-unsure = Tonalidad: quizá { $tonic }
measured-or = { $first } o { $second }
measured-crest = Los picos sobresalen { $crest } dB del nivel medio (factor de cresta)
measured-bands = Potencia por zona: { $bands }
measured-band = { $band } { $percent } %
measured-units = LUFS dice lo fuerte que lo oye el oído; 1 LU de diferencia es 1 dB de diferencia. dBTP dice el pico más alto; 0 es el máximo de la escala.

services-heading = Lo que los servicios harán con su nivel
services-down = { $service } lo baja <b>{ $gain } dB</b>.
services-up = { $service } lo sube <b>{ $gain } dB</b>.
services-up-held = { $service } lo sube <b>{ $gain } dB</b>; sus picos no dejan sitio para más.
services-held = { $service } lo subiría, pero sus picos no dejan sitio.
services-up-limited = { $service } lo sube <b>{ $gain } dB</b>, con un limitador propio.
services-same = { $service } lo deja como está.
services-note = Esto es lo que ocurrirá, no una meta para masterizar: lo que quitó un limitador no vuelve.
service-spotify = Spotify
service-spotify_loud = Spotify en «Alto»
service-spotify_quiet = Spotify en «Bajo»
service-apple_music = Apple Music
service-youtube = YouTube
service-youtube_music = YouTube Music
service-tidal = Tidal
service-amazon_music = Amazon Music
service-deezer = Deezer

corridor-genre = Entre { $size } temas publicados del género «{ $genre }»
corridor-all = Entre { $size } temas publicados de toda clase
corridor-own = Junto a tus referencias «{ $name }» ({ $size })
corridor-line = { $name } <b>{ $value }</b>: { $rank }. La mayoría está entre { $low } y { $high }.
corridor-line-bare = { $name }: { $rank }.
corridor-own-inside = { $name } <b>{ $value }</b>: dentro de tus referencias (de { $low } a { $high }).
corridor-own-below = { $name } <b>{ $value }</b>: por debajo de tus referencias (de { $low } a { $high }).
corridor-own-above = { $name } <b>{ $value }</b>: por encima de tus referencias (de { $low } a { $high }).
corridor-own-inside-bare = { $name }: dentro de tus referencias.
corridor-own-below-bare = { $name }: menos que en tus referencias.
corridor-own-above-bare = { $name }: más que en tus referencias.
rank-loudness-less = más bajo que el { $percent } % de ellos
rank-loudness-more = más alto que el { $percent } % de ellos
rank-tempo-less = más lento que el { $percent } % de ellos
rank-tempo-more = más rápido que el { $percent } % de ellos
rank-duration-less = más corto que el { $percent } % de ellos
rank-duration-more = más largo que el { $percent } % de ellos
rank-energy-less = con menos energía que el { $percent } % de ellos
rank-energy-more = con más energía que el { $percent } % de ellos
rank-danceability-less = menos bailable que el { $percent } % de ellos
rank-danceability-more = más bailable que el { $percent } % de ellos
rank-valence-less = más sombrío que el { $percent } % de ellos
rank-valence-more = más alegre que el { $percent } % de ellos
rank-acousticness-less = menos acústico que el { $percent } % de ellos
rank-acousticness-more = más acústico que el { $percent } % de ellos
rank-middle = justo en el medio
value-lufs = { $value } LUFS

alike-heading = Suena parecido a
alike-line = { $title } — { $artist }: popularidad <b>{ $popularity }</b>
alike-note = De { $low } a { $high } (en { $year }): así de lejos acaban temas que suenan parecido. Para el tuyo no promete nada.

changes-heading = Lo que difiere con seguridad
changes-identical = Es la misma grabación dos veces. No hay nada que comparar.
changes-level = Es la misma grabación a otro nivel.
changes-none = Nada que un medidor pueda distinguir.
change-loudness-more = El segundo suena <b>{ $size } LU</b> más alto.
change-loudness-less = El segundo suena <b>{ $size } LU</b> más bajo.
change-loudness_range-more = Su rango de sonoridad es { $size } LU más amplio.
change-loudness_range-less = Su rango de sonoridad es { $size } LU más estrecho.
change-crest-more = Sus picos sobresalen { $size } dB más.
change-crest-less = Sus picos sobresalen { $size } dB menos.
change-true_peak-more = Su pico real es { $size } dB más alto.
change-true_peak-less = Su pico real es { $size } dB más bajo.
change-band-more = { $band }: { $size } dB más, a igual sonoridad.
change-band-less = { $band }: { $size } dB menos, a igual sonoridad.
change-tempo-more = Es { $size } BPM más rápido.
change-tempo-less = Es { $size } BPM más lento.
change-length-more = Dura { $size } s más.
change-length-less = Dura { $size } s menos.
band-sub = Por debajo de 60 Hz
band-bass = Graves (60 a 250 Hz)
band-low_mid = Medios graves (250 a 500 Hz)
band-mid = Medios (500 Hz a 2 kHz)
band-high_mid = Medios agudos (2 a 4 kHz)
band-presence = Presencia (4 a 6 kHz)
band-air = Agudos (6 a 11 kHz)

## Un álbum o una lista

album-lead = { $count ->
    [one] <b>Un tema, ordenado.</b>
   *[other] <b>{ $count } temas, ordenados.</b>
  } La mayoría acaba a unos { $width } puntos: los vecinos apenas se diferencian.
album-rank = La clasificación
album-page = La clasificación, página { $page } de { $pages }
batch-title = Tus canciones
album-row = { $place }. <b>{ $score }</b> ({ $low } a { $high }) { $title }
album-row-short = { $place }. <b>{ $score }</b> { $title }
album-failed = Sin pronóstico
album-failed-row = { $title }: { $reason }
album-capped = Solo se tomaron los primeros { $count } de { $total } temas: ese es el límite aquí.
album-unavailable = { $count ->
    [one] Una canción ya no está en Spotify o es un archivo local.
   *[other] { $count } canciones ya no están en Spotify o son archivos locales.
  }
album-footer = La tabla completa va adjunta como CSV.
album-alt = Los temas de { $title } y sus cifras.
album-nothing = Ninguno de los temas dio un pronóstico.

## Mientras se trabaja

progress-taken = Recibido. Un momento…
progress-queued = { $position ->
    [0] Es la siguiente.
    [one] Hay una pregunta antes que la tuya.
   *[other] Hay { $position } preguntas antes que la tuya.
  }
progress-eta = Faltan unos { $seconds } s.
progress-eta-minutes = { $minutes ->
    [one] Falta un minuto, más o menos.
   *[other] Faltan unos { $minutes } minutos.
  }
stage-resolve = Siguiendo el enlace…
stage-identify = Buscando el tema…
stage-preview = Buscando un fragmento que escuchar…
stage-decode = Leyendo el audio…
stage-features = Escuchando…
stage-model = Calculando el pronóstico…
stage-picture = Dibujando la imagen…
stage-listing = Se lee la lista de canciones …
stage-tracks = Se trabaja canción por canción …
stage-other = Trabajando en ello…
progress-done = { $done } de { $total } temas están listos.
cancelled = Cancelado, como querías. No llegará nada más.
cancel-too-late = Ya está terminado.

## Botones

button-why = ¿Por qué?
button-compare = Comparar…
button-publish = Hacer público
button-delete = Borrar
button-not-yours = Eso solo puede hacerlo quien preguntó.
button-deleted = Borrado.
button-unknown = Este botón es de una respuesta que ya no se guarda. Pregunta otra vez, por favor.
not-answered = No tengo respuesta para esto.
button-cancel = Cancelar
button-try = Probar con una canción
button-published = Esta respuesta ya es pública.

## Uso equivocado

compare-needs-two = Hay uno; una comparación necesita dos. Da dos enlaces, dos archivos o uno de cada.
compare-needs-tracks = Una comparación necesita dos temas, y esto es un álbum o una lista. Ábrelo y comparte el enlace de un solo tema.
compare-same = Es dos veces la misma canción: una comparación necesita dos distintas.
album-needs-album = Esto necesita el enlace de un álbum o de una lista. Para un solo tema, pide su pronóstico.
left-out = { $count ->
    [one] Una de las cosas que has dado se queda sin respuesta:
   *[other] { $count } de las cosas que has dado se quedan sin respuesta:
  }
left-out-row = { $name }: { $reason }
left-out-too-many = demasiadas a la vez
about-message = Se trata de { $link }.
your-message = tu mensaje
no-picture-here = Aquí no puedo adjuntar archivos, por eso falta la imagen. Pregunta en un mensaje directo para verla.
no-embed-here = Aquí no puedo incrustar enlaces, por eso esta es la forma corta.
only-in-server = Esto solo funciona en un servidor.
only-managers = Solo pueden cambiarlo los miembros que gestionan el servidor.

## Acerca de, ayuda, datos

about-title = Qué es esto
about-lead = Un pronóstico de lo popular que será un tema en Spotify (0 a 100), a partir de 30 segundos de su sonido y de lo que se sabe de su publicación. Dice lo seguro que está.
about-model = El modelo
about-model-line = { $name } { $version }. Comparado con: { $reference }.
about-model-size = { $name } { $version }. Comparado con { $count } temas.
about-accuracy = Lo bueno que es
about-accuracy-skill = Su error medio es un { $skill } % menor que el de apostar siempre por el centro.
about-accuracy-coverage = De los intervalos que deben acertar ocho de cada diez veces, acierta el { $coverage } %.
about-accuracy-spearman = Correlación de rangos con la popularidad real: { $spearman } (0 es azar, 1 es perfecta).
about-accuracy-unseen = En colecciones que nunca había visto, { $coverage } de cada 100 intervalos acertaron; se prometen 80.
about-accuracy-unseen-skill = Ahí, solo con el sonido y el lanzamiento, su error medio es un { $skill } % menor que el de adivinar la mediana ({ $own } % en colecciones como las que aprendió, con otros artistas).
about-accuracy-audience = Si se conoce el público, es un { $skill } %: quién escucha dice más que cómo suena.
about-accuracy-unknown = Este modelo viene sin cifras.
about-limits = Lo que no puede saber
about-limits-line = La promoción, las listas, la fama, las letras y la suerte deciden más que el sonido. La voz hablada, el ruido y la música clásica quedan fuera de lo que aprendió.
about-privacy = Lo que se guarda
about-privacy-audio = El audio que envías se borra en cuanto la respuesta está hecha.
about-privacy-stored = Se guarda sobre ti: 24 horas como mucho, lo que necesitan los botones de una respuesta y cuántas veces has preguntado; hasta que lo cambies, lo que elegiste con <c>/settings</c>. Los pronósticos de temas publicados se guardan sin tu nombre.
about-privacy-forget = El comando <c>/forget</c> lo borra todo al momento.
about-privacy-link = La política de privacidad del operador: { $url }
about-contact = Operado por { $contact }.

help-title = Qué puedes preguntar
help-lead = Envía un enlace de Spotify o un archivo de audio y recibirás un pronóstico con sus razones y una imagen.
help-commands = Comandos
help-predict = <c>/predict</c> un tema: un enlace o un archivo de audio (mp3, m4a, ogg, flac, wav)
help-compare = <c>/compare</c> dos temas o dos mezclas de tu canción
help-album = <c>/album</c> ordena un álbum o una lista, hasta { $limit } temas
help-record = <c>/record</c> cómo acabaron los pronósticos anteriores
help-about = <c>/about</c> modelo, precisión, límites, privacidad
help-forget = <c>/forget</c> borra lo que está guardado sobre ti
help-example = Por ejemplo:
help-files = Archivos
help-files-line = Hasta { $maximum } MiB. De un archivo más largo se escuchan 30 segundos, desde el primer tercio; donde se puede, <c>start</c> elige otro comienzo.

forget-done = { $count ->
    [0] No había nada guardado sobre ti.
    [one] Borrado: una entrada sobre ti. No hay nada más guardado.
   *[other] Borrado: { $count } entradas sobre ti. No hay nada más guardado.
  }

## Canales de comentarios y configuración

feedback-on = A partir de ahora, los enlaces de Spotify y los archivos de audio en { $channel } se responden solos, como mucho { $count ->
    [one] una respuesta
   *[other] { $count } respuestas
  } por mensaje{ $threads ->
    [yes] , en un hilo
   *[no] { "" }
  }.
feedback-off = { $channel } ya no se observa.
feedback-was-off = { $channel } no se observaba.
feedback-list = Canales observados
feedback-list-row = { $channel }: como mucho { $count } por mensaje{ $threads ->
    [yes] , en un hilo
   *[no] { "" }
  }
feedback-none = Aquí no se observa ningún canal.
feedback-needs-intent = Pero ahora mismo no puedo leer mensajes: el operador tiene que activar «Message Content Intent» para este bot en el portal de desarrolladores de Discord. Los comandos y el menú de mensajes funcionan sin ello.
feedback-thread = Pronósticos
feedback-answered = Este tema ya tuvo respuesta aquí en el último día: { $link }
feedback-answered-link = la primera respuesta
feedback-answered-here = Este tema ya se respondió aquí en el último día: mira el mensaje al que responde este.
feedback-needs-rights = Todavía no puedo responder en { $channel }, así que no se vigila. Dame allí estos permisos e inténtalo otra vez: { $rights }.
feedback-list-rights = {" "}— pero allí me faltan permisos: { $rights }

setup-no-intent = Discord ha negado el permiso de contenido de mensajes, así que los canales de comentarios callan; todo lo demás funciona. Activa «Message Content Intent» en la página del bot en el portal de desarrolladores y vuelve a empezar.
setup-ready = Conectado a Discord como { $name }.

## Los menús de Discord: breves, 100 caracteres como mucho

command-predict = Pronostica lo popular que será un tema en Spotify: enlace o archivo
command-compare = Compara dos temas o dos mezclas de tu canción
command-album = Ordena los temas de un álbum o de una lista
command-record = Cómo acabaron los pronósticos anteriores
command-about = Modelo, datos, precisión, límites y privacidad
command-help = Qué puedes preguntar y cómo
command-forget = Borra lo que está guardado sobre ti
discord-menu-predict = Predecir popularidad
discord-feedback = Canales en los que se responde solo a enlaces y audio
discord-feedback-add = Responde solo a enlaces y audio en un canal
discord-feedback-remove = Deja de responder solo en un canal
discord-feedback-list = Muestra los canales observados
option-link = Enlace de Spotify a un tema
option-song = Nombre de una canción, como Daft Punk - One More Time
option-file = Archivo de audio: mp3, m4a, ogg, flac o wav
option-private = Muestra la respuesta solo a ti
option-start = Segundo de tu archivo en el que empiezan los 30 s
option-first-link = Enlace de Spotify al primer tema
option-second-link = Enlace de Spotify al segundo tema
option-first-file = Primer archivo de audio
option-second-file = Segundo archivo de audio
option-album = Enlace de Spotify a un álbum o una lista
option-channel = El canal
option-answers = Como mucho tantas respuestas a un mensaje
option-threads = Responde en un hilo
option-language = Idioma de mis respuestas
option-theme = Imágenes sobre fondo oscuro o claro
option-server = Para todo el servidor en lugar de para ti
option-webhooks = Responder también a lo que publican webhooks, como PluralKit
option-audience = Seguidores del artista en Spotify
option-genre = Género del tema
option-released = El tema ya ha salido
option-explicit = La letra es explícita
option-first-song = El primer tema del artista: no ha salido ningún otro
option-usual = Popularidad, de 0 a 100, que suelen tener los otros temas del artista
option-band = El espectrograma de la imagen: lo que se escucha o toda la grabación
spectrum-heard = lo que se escucha, hasta 11 kHz
spectrum-full = toda la grabación

## La conversación en la terminal

terminal-welcome = Pega un enlace de Spotify o la ruta de un archivo de audio. O escribe <c>why</c>, <c>compare A B</c>, <c>album LINK</c>, <c>about</c>, <c>help</c>, <c>forget</c>, <c>quit</c>.
terminal-picture = Imagen: { $path }
terminal-table = Tabla: { $path }
terminal-look-here = Lo ocurrido está en { $log }; <c>spotpop doctor</c> comprueba esta instalación.
terminal-nothing-yet = Aún no hay ningún pronóstico que explicar.

## Telegram

command-feedback = on u off: responder solo a los enlaces y audios de este grupo
command-settings = Tu idioma, tus colores y tu privacidad, y los del servidor

prompt-second = Responde a este mensaje con la segunda canción: un enlace o un archivo de audio.
prompt-placeholder = Enlace o archivo de audio
prompt-predict = Envíame un enlace a un tema o un archivo de audio.
prompt-compare = Envíame la primera de las dos: un enlace o un archivo de audio.
prompt-album = Envíame un enlace a un álbum o una lista.

inline-ask = Aún no hay pronóstico. Toca para pedirlo
inline-paste = Pega el enlace de una pista o escribe el nombre de una canción
inline-song = Publicarla con un botón que pide su pronóstico
inline-forecast = Pedir un pronóstico
inline-wrong = Un pronóstico necesita el enlace de una canción
inline-more = Detalles

help-telegram-voice = Audios, mensajes de voz y archivos con sonido son bienvenidos.
help-telegram-second = Responde a una canción con /compare y un segundo enlace o archivo, y se comparan las dos.
help-telegram-group = En un grupo, menciona a { $name }, respóndeme o usa un comando. Con /feedback on los administradores hacen que se responda a cada enlace.
help-telegram-inline = En cualquier chat, escribe { $name } y un enlace.
help-settings = <c>/settings</c> tu idioma, tus colores y tu privacidad
help-ways = Aquí también
help-discord-menu = En cualquier mensaje: clic derecho o mantenlo pulsado, luego Aplicaciones y «Predecir popularidad».
help-discord-mention = Mencióname en una respuesta a una canción y tendrá su pronóstico.
help-discord-feedback = Quien gestiona el servidor elige canales y foros que se responden solos: <c>/feedback-channel add</c>. A quien escribe <c>!skip</c> en un mensaje se le deja en paz.

group-hello = ¡Hola! Envía /predict con un enlace de Spotify o como respuesta a un archivo de audio, o menciona a { $name }. Qué se guarda y cuánto tiempo: /about
group-feedback-usage = Escribe /feedback on o /feedback off.
group-feedback-on = Desde ahora se responde por sí solo a los enlaces de Spotify y archivos de audio de este grupo, como máximo { $count } por mensaje. Los mensajes de voz no se tocan.
group-feedback-off = Ya no se responde por sí solo a los enlaces y audios de este grupo. Comandos, menciones y respuestas siguen funcionando.
group-feedback-deaf = Activado, pero aquí aún no veo los mensajes normales: hazme administrador de este grupo, o desactiva el modo de privacidad con @BotFather (/setprivacy) y añádeme de nuevo.
only-in-group = Esto solo funciona en un grupo.
only-admins = Solo los administradores de este grupo pueden cambiar esto.
group-no-pictures = Aquí no puedo enviar imágenes, así que van solo las palabras. Pregunta en un chat privado para verla.

## Settings

settings-title = Tus ajustes
settings-lead = Respondo en { $language }, con imágenes sobre fondo { $theme }.
settings-own = Elegido por ti
settings-server = Elegido para este servidor
settings-none = Nada todavía.
settings-row = { $name }: <b>{ $value }</b>
settings-set-theme-light = Imágenes claras
settings-set-theme-dark = Imágenes oscuras
settings-set-private-on = Responder en privado
settings-set-private-off = Responder en público
settings-change = Para cambiarlos
settings-example = <c>/settings language es</c>, <c>/settings theme light</c>, <c>/settings private on</c>; con <c>server on</c>, quien gestiona elige para todos. <c>/forget</c> borra los tuyos.

language-name = español

theme-dark = oscuro
theme-light = claro

word-yes = sí
word-no = no

right-view-channel = Ver canal
right-read-message-history = Leer el historial de mensajes
right-connect = Conectar
right-send-messages = Enviar mensajes
right-send-messages-in-threads = Enviar mensajes en hilos
right-create-public-threads = Crear hilos públicos
right-embed-links = Insertar enlaces
right-attach-files = Adjuntar archivos
private-first = Tus respuestas son privadas y todavía no puedo escribirte. { $link }, pulsa Iniciar y pregunta allí.
private-open = Abre nuestro chat
cannot-write-to-you = Tus respuestas son privadas y no puedo escribirte: permite los mensajes directos de miembros de este servidor o pregunta con <c>/predict</c>.

## Welcome

welcome-title = ¡Hola! Digo lo popular que podría llegar a ser un tema.
welcome-lead = Envíame un enlace de Spotify o el audio de una canción sin publicar y te respondo con una nota de 0 a 100, su margen y las razones. El audio se borra en cuanto la respuesta está hecha.
welcome-discord-setup = Pregunta con <c>/predict</c>. Para que se responda a cada canción de un canal o foro, quien gestiona escribe <c>/feedback-channel add</c>; idioma y privacidad: <c>/settings</c>.

## En las imágenes: pocas palabras, columnas estrechas

picture-typical = tema típico { $score }
picture-lifts = sube
picture-weighs = pesa
picture-own = el tuyo
picture-ladder-lowest = Del peldaño más bajo solo hay temas en listas; los demás quedan más abajo.
picture-ladder-falls = No todos los peldaños suben: son temas de artistas distintos.
picture-worth = { $change }: alrededor de { $points } (de { $low } a { $high })
picture-about = unos { $points }
picture-standing = { $name } { $value }: { $rank }
picture-standing-bare = { $name }: { $rank }
picture-place-below = por debajo de tus referencias
picture-place-inside = dentro de tus referencias
picture-place-above = por encima de tus referencias
picture-chances = Probabilidad de pasar de 20: { $chance20 } %, de 30: { $chance30 } %
picture-range-of-ten = Ocho de cada diez temas como este acaban entre { $low } y { $high }
picture-same-twice = Dos veces la misma grabación
picture-nothing = nada destacable
picture-footer = escuchado: { $heard } · modelo: { $model } · spotpop
picture-heard = fragmento de { $source }
picture-heard-isrc = fragmento de { $source }, hallado por su ISRC
picture-heard-search = fragmento de { $source }, hallado por búsqueda
picture-heard-upload = tu archivo
picture-no-difference = Ninguna diferencia fiable
picture-ahead-first = Primero, { $points } puntos por delante
picture-ahead-second = Segundo, { $points } puntos por delante
picture-difference = Segundo menos primero: { $points }, { $of } de cada 10 veces entre { $low } y { $high }
picture-first-ahead = primero delante
picture-same = iguales
picture-second-ahead = segundo delante
picture-for-first = A favor del primero
picture-for-second = A favor del segundo
picture-range = de { $low } a { $high }
picture-model = modelo: { $model } · spotpop
picture-more = y { $count } más
picture-ranking-legend = punto: nota · banda: 8 de 10 temas así · spotpop
picture-forecast-count = { $count } de { $total } con pronóstico
problem-preview-not-found = sin fragmento
problem-track-not-found = Spotify no lo conoce
problem-silent-audio = en silencio
problem-too-short = demasiado corto
problem-rate-limited = una fuente pide una pausa
problem-source-unavailable = una fuente no responde
problem-deadline-exceeded = tardó demasiado
problem-other = sin pronóstico

## Errores: qué ha pasado y qué hacer ahora

error-nothing-found = Aquí no hay ningún enlace de Spotify ni archivo de audio.
hint-nothing-found = Pega el enlace de un tema, como https://open.spotify.com/track/…, o envía un archivo de audio.
error-empty-folder = No hay ningún archivo de audio en la carpeta «{ $name }».
hint-empty-folder = Indica otra carpeta, o los propios archivos.
error-file-unreadable = No hay ningún archivo «{ $name }» que se pueda leer.
hint-file-unreadable = Comprueba su nombre y sus permisos, o da el enlace de un tema.
error-unsupported-link = { $kind ->
    [artist] Este es el enlace de un artista, y un pronóstico necesita un tema.
    [episode] Esto es un episodio de pódcast, y un pronóstico necesita un tema.
    [show] Esto es un pódcast, y un pronóstico necesita un tema.
    [audiobook] Esto es un audiolibro, y un pronóstico necesita una canción.
    [jam] Esto es una invitación a una jam; nadie más puede escucharla.
    [collection] Estas son tus canciones guardadas, que nadie más puede ver.
    [local] Este es un archivo en el dispositivo de alguien; Spotify no lo tiene.
   *[other] Spotify tiene páginas así, pero un pronóstico necesita un tema.
  }
hint-unsupported-link = Comparte el enlace de una sola canción de allí o envía el propio archivo de audio.
error-short-link-dead = Este enlace corto no lleva a ningún tema de Spotify.
hint-short-link-dead = Ábrelo tú y pega el enlace largo de open.spotify.com.
error-not-released-yet = Esto aún no ha salido, así que Spotify no tiene ningún fragmento.
hint-not-released-yet = Envía el propio archivo de audio: mp3, m4a, ogg, flac o wav.
error-other-service = Este es un enlace a { $service }, que no se puede escuchar desde aquí.
hint-other-service = Si la canción ya ha salido, envía su enlace de Spotify, Apple Music o Deezer, o su nombre; si no, el archivo de audio.
error-file-on-share = Los archivos de { $service } no se descargan desde aquí.
hint-file-on-share = Descarga el archivo y envíalo aquí directamente: mp3, m4a, ogg, flac o wav.
error-recording-unsure = Ningún fragmento es con seguridad «{ $title }».
hint-recording-unsure = ¿Es una de estas? Elígela, o envía el archivo de audio.
match-differs = Lo que difiere: { $differs }.
recording-choice = { $number }. { $recording }
recording-choice-differs = { $number }. { $recording } · difiere: { $differs }
choose-length = Duración
choose-differs = Qué cambia
choose-differing = difiere: { $differs }
choose-from = De
choose-number = ¿Cuál? De 1 a { $count }, o Intro para ninguno:
terminal-choose = Escribe su número para elegirla.

# What differs between the track asked for and the recording found, after “What differs:”.
difference-live = en vivo
difference-acoustic = acústica
difference-session = una sesión
difference-instrumental = instrumental
difference-karaoke = karaoke
difference-cover = una versión de otros
difference-remix = un remix
difference-rework = un arreglo
difference-mashup = un mashup
difference-dj-mix = parte de una sesión de DJ
difference-club = un mix de club
difference-mix = otra mezcla
difference-vip = un mix VIP
difference-dub = un dub
difference-extended = extendida
difference-rerecorded = regrabada
difference-stripped = desnuda
difference-piano = al piano
difference-guitar = a la guitarra
difference-orchestral = orquestal
difference-a-cappella = a cappella
difference-choir = con coro
difference-demo = una maqueta
difference-alternate = una versión alternativa
difference-sped-up = acelerada
difference-slowed = ralentizada
difference-spatialised = audio espacial
difference-lofi = lo-fi
difference-reversed = al revés
difference-commentary = un comentario
difference-skit = un interludio
difference-reprise = una repetición
difference-mono = mono
difference-tv-size = cortada para televisión
difference-christmas = una versión navideña
difference-clean = sin palabras explícitas
difference-anniversary-recording = una versión de aniversario
difference-excerpt = un extracto
difference-remaster = remasterización
difference-edit = una edición
difference-album-version = la versión del álbum
difference-stereo = estéreo
difference-vault = del archivo
difference-soundtrack-version = la versión de la banda sonora
difference-language = el idioma
difference-length = la duración
difference-title = el título
difference-words = palabras del título
difference-wording = la redacción del título
difference-spelling = la ortografía
difference-script = la escritura
difference-guest = invitados
difference-artist = los artistas
difference-explicit = la marca de letra explícita
difference-other = otra cosa
error-attachment-expired = Este enlace a un archivo de Discord ya no funciona: Discord hace caducar esos enlaces al cabo de un día.
hint-attachment-expired = Envía el propio archivo de audio o copia de nuevo su enlace desde el mensaje.
error-name-not-found = No se ha encontrado ninguna canción llamada «{ $name }».
hint-name-not-found = Escribe artista y título, como <c>Daft Punk - One More Time</c>, o envía un enlace o el archivo de audio.
error-premium-lapsed = { $source } solo responde a esta instalación mientras el dueño de su app tenga Premium, y ha caducado.
hint-premium-lapsed = Sube el archivo de audio; el operador renueva Premium, lo que tarda unas horas en notarse.
error-access-denied = { $source } no muestra esto a las apps que no son sus dueñas.
hint-access-denied = Hazlo público, envía el enlace de una sola canción, o sube el archivo de audio.
error-lookup-incomplete = { $answered } no muestra esto, y ahora no se ha podido preguntar a { $failed }.
hint-lookup-incomplete = Inténtalo más tarde, o sube el archivo de audio.
error-track-not-found = Spotify no conoce este tema.
hint-track-not-found = Comprueba el enlace; puede que hayan retirado el tema.
error-listing-not-found = { $kind ->
    [album] Este álbum está vacío o Spotify no lo conoce.
    [playlist] Esta lista está vacía, es privada o Spotify no la conoce.
   *[other] Esto está vacío, es privado o Spotify no lo conoce.
  }
hint-listing-not-found = Hazla pública o envía el enlace de un solo tema.
error-preview-not-found = No se ha encontrado ningún fragmento de «{ $title }» (se probó: { $tried }).
hint-preview-not-found = Sube el archivo de audio: mp3, m4a, ogg, flac o wav.
error-not-audio = Este archivo no es audio.
hint-not-audio = Envía un archivo mp3, m4a, ogg, flac o wav.
error-other-file = { $kind ->
    [archive] Este archivo es un archivo comprimido ({ $name }), no una canción.
    [playlist] Este archivo es una lista de reproducción ({ $name }): nombra canciones y no contiene ninguna.
    [project] Este archivo es un proyecto de { $name }: la canción no está mezclada en él.
    [picture] Este archivo es una imagen ({ $name }), no audio.
    [document] Este archivo es un documento ({ $name }), no audio.
    [program] Este archivo es un programa ({ $name }), no audio.
   *[other] Este archivo es { $name }, no audio.
  }
hint-other-file = { $kind ->
    [archive] Descomprímelo y envía la canción que contiene en mp3, m4a, ogg, flac o wav.
    [playlist] Envía una de sus canciones o el enlace de la lista en Spotify.
    [project] Exporta la canción desde allí como mp3, m4a, ogg, flac o wav y envía ese archivo.
   *[other] Envía un archivo mp3, m4a, ogg, flac o wav.
  }
error-unsupported-audio = Este archivo es { $name }, que aquí no se lee.
hint-unsupported-audio = Exporta la canción como mp3, m4a, ogg, flac o wav y envía ese archivo.
error-protected-audio = Este archivo está protegido contra copia ({ $name }) y solo su propio reproductor puede abrirlo.
hint-protected-audio = Envía un enlace a la canción o una exportación propia sin protección.
error-unreadable-audio = Este audio está dañado y no se puede leer.
hint-unreadable-audio = Expórtalo otra vez como mp3, m4a, ogg, flac o wav y envía el archivo nuevo.
error-empty-audio = Este archivo está vacío.
hint-empty-audio = Exporta la canción otra vez y envía el archivo nuevo.
error-silent-audio = En esta sección no se oye nada: es silencio.
hint-silent-audio = Elige otro comienzo o comprueba que la exportación no esté silenciada.
error-too-short = Este audio dura solo { NUMBER($duration_s, maximumFractionDigits: 1) } s, y un pronóstico necesita al menos { NUMBER($minimum_s, maximumFractionDigits: 0) } s.
hint-too-short = Envía un fragmento más largo; lo ideal son los 30 s más fuertes de la canción.
error-too-long = Este audio dura { NUMBER($duration_s, maximumFractionDigits: 0) } s, y se aceptan { NUMBER($maximum_s, maximumFractionDigits: 0) } s como mucho.
hint-too-long = Recorta la canción, o sus 30 s más fuertes, y envía eso.
error-too-large = Este archivo tiene { NUMBER($size_mib, maximumFractionDigits: 1) } MiB, y se aceptan { NUMBER($maximum_mib, maximumFractionDigits: 0) } MiB como mucho.
hint-too-large = Envíalo como mp3 o m4a, o recorta los 30 s más fuertes.
error-start-beyond-end = Una sección que empieza en { NUMBER($start_s, maximumFractionDigits: 1) } s no cabe en { NUMBER($duration_s, maximumFractionDigits: 1) } s de audio.
hint-start-beyond-end = Elige un comienzo anterior o no lo indiques.
error-source-unavailable = { $source } no responde bien en este momento.
hint-source-unavailable = Inténtalo dentro de unos minutos o sube el archivo de audio.
error-rate-limited = A { $source } se le ha preguntado demasiado y pide una pausa de { NUMBER($retry_after_s, maximumFractionDigits: 0) } s.
hint-rate-limited = Inténtalo después o sube el archivo de audio.
error-credentials-rejected = { $source } rechaza las credenciales de esta instalación.
hint-credentials-rejected = Sube el archivo de audio; el operador encuentra la causa con <c>spotpop doctor</c>.
error-sources-off = Aquí no se pueden buscar enlaces: el operador ha desactivado todas las fuentes.
hint-sources-off = Sube el archivo de audio: mp3, m4a, ogg, flac o wav.
error-model-missing = No hay ningún modelo llamado «{ $name }», así que no hay pronóstico.
hint-model-missing = El operador ve los modelos que hay con <c>spotpop models</c>.
error-model-damaged = El modelo «{ $name }» está incompleto o ha sido modificado, así que no se usa.
hint-model-damaged = El operador ve con <c>spotpop models --check</c> qué archivo difiere.
error-runtime-missing = El motor { $runtime } no está instalado.
hint-runtime-missing = El operador lo instala desde el código con <c>pip install -c constraints.txt '.[{ $extra }]'</c>.
error-queue-unavailable = No se puede acceder a la cola en este momento, así que no se tomó la pregunta.
hint-queue-unavailable = Pregunta otra vez dentro de un minuto, por favor.
error-queue-full = { $waiting ->
    [one] Ya hay una pregunta esperando, así que esta no se tomó.
   *[other] Ya hay { $waiting } preguntas esperando, así que esta no se tomó.
  }
hint-queue-full = Pregunta otra vez dentro de unos { NUMBER($eta_s, maximumFractionDigits: 0) } s, por favor.
error-too-many-questions = Son muchas preguntas a la vez.
hint-too-many-questions = Inténtalo dentro de { NUMBER($retry_after_s, maximumFractionDigits: 0) } s.
error-deadline-exceeded = Esto tardó demasiado y se abandonó.
hint-deadline-exceeded = Pregunta otra vez, por favor; un archivo más corto o un solo tema va más rápido.
error-upload-expired = El archivo subido esperó demasiado y se borró antes de que le tocara.
hint-upload-expired = Envíalo otra vez, por favor.
error-job-failed = Esta pregunta no se pudo resolver, ni siquiera tras varios intentos.
hint-job-failed = Prueba con otro archivo o enlace; si vuelve a ocurrir, díselo al operador.
error-queue-uncertain = La cola no confirmó la pregunta, así que probablemente no se tomó.
hint-queue-uncertain = Si no llega respuesta en un minuto, pregunta otra vez, por favor.
error-no-room = Ahora mismo no hay sitio para otra pregunta, así que esta no se tomó.
hint-no-room = Pregunta otra vez dentro de unos minutos, por favor; un enlace o un archivo más pequeño ocupa menos.
error-question-lost = La cola perdió esta pregunta antes de responderla.
hint-question-lost = Pregunta otra vez, por favor.
error-answer-unreadable = La respuesta la escribió otra versión y no se puede mostrar aquí.
hint-answer-unreadable = Pregunta otra vez dentro de unos minutos, por favor.
error-record-unavailable = La base de datos del historial de aciertos no está disponible en este momento.
hint-record-unavailable = Los pronósticos siguen sin ella.
error-references-unusable = El archivo con tus referencias, { $name }, no se puede usar.
hint-references-unusable = Mira si la carpeta de datos admite escritura y no está llena.
error-reference-set-full = El conjunto «{ $name }» ya tiene { $most } referencias, que es el máximo.
hint-reference-set-full = Quita una o empieza otro conjunto.
error-settings = El ajuste { $name } no se puede usar: { $problem }.
hint-settings = El operador ve lo que admite en <c>.env.example</c> y con <c>spotpop doctor</c>.
error-not-saved = No se pudo guardar { $path }: { $reason }.
hint-not-saved = Libera espacio o elige una carpeta en la que se pueda escribir.
error-unexpected = Algo ha fallado por nuestra parte.
hint-unexpected = Inténtalo otra vez, por favor; si vuelve a ocurrir, díselo al operador.
error-table-unusable = La tabla { $path } no se puede usar: { $problem }.
hint-table-unusable = Sus columnas, unidades y rangos están en <c>docs/model.md</c>.
error-too-few-rows = Solo hay { $found } filas utilizables, y { $purpose } necesita al menos { $needed }.
hint-too-few-rows = Reúne primero más temas; con menos, el resultado sería ruido.
error-model-unfit = El modelo «{ $name }» solo conoce el sonido; con él no se puede evaluar ni ajustar una tabla de descriptores.
hint-model-unfit = Sus cifras están en su ficha; un modelo entrenado con --kind descriptors sí se puede calibrar.
error-nothing-to-compare = No se puede pronosticar nada de «{ $title }», así que no hay nada que comparar.
hint-nothing-to-compare = Solo conozco música: la voz hablada, el ruido, un tono suelto o el silencio no tienen puntuación.

## La página y el historial de aciertos

web-name = spotpop
web-headline = ¿Cuán popular podría llegar a ser esta canción en Spotify?
web-promise = Un pronóstico con un margen honesto, y el porqué. Pega un enlace o da una canción que aún no ha salido.
web-link = Enlace a una canción, un álbum o una lista
web-or = o
web-file = Archivo de audio
web-file-hint = Como máximo { $size } MiB. Se borra en cuanto la respuesta está lista.
web-compare = Comparar con otra
web-other-link = Enlace a la segunda canción
web-other-file = Segundo archivo de audio
web-more = Lo que sabes de ella
web-start = Inicio de los 30 segundos que se escuchan
web-start-hint = En tu archivo, en minutos y segundos; vacío: la parte más fuerte.
web-ask = Pronosticar
web-do = Adelante
web-sending = Enviando …
web-kept = Sin cuenta ni rastreadores. La respuesta se guarda un día para ti; «Olvídame» la borra al momento.
web-skip = Ir al contenido
web-menu = Páginas
web-record = Historial de aciertos
web-about = Acerca de
web-forget = Olvídame
web-forgotten = { $count ->
    [0] No había nada guardado sobre ti.
    [one] Olvidado: se borró una cosa.
   *[other] Olvidado: se borraron { $count } cosas.
  }
web-footer = spotpop no es de Spotify.
web-working = Escuchando …
web-taken = Tu pregunta está en la cola.
web-progress = Progreso
web-reloads = Esta página vuelve a mirar cada dos segundos.
web-another = Preguntar por otra
web-back = Volver a la respuesta
web-home = Al inicio
web-table = Todas las filas en CSV
web-picture-alt = Imagen del pronóstico de { $title }. { $lead }
web-share = Compartir
web-share-hint = Crea un enlace que puede abrir quien lo tenga. No aparece en ninguna lista y caduca solo.
web-share-day = Enlace por un día
web-share-week = Enlace por una semana
web-share-made = Aquí está tu enlace
web-share-until-day = Funciona durante 24 horas.
web-share-until-week = Funciona durante 7 días.
web-share-address = Enlace para compartir
web-share-open = Abrir
web-share-secret = Tu enlace secreto para borrarlo
web-share-secret-hint = Guárdalo para ti. «Olvídame» también borra el enlace compartido.
web-share-delete = Borrar el enlace compartido
web-share-delete-hint = Quien tenga el enlace ya no verá la respuesta.
web-share-deleted = El enlace compartido se ha borrado.
web-share-gone = Este enlace ha caducado o se ha borrado.
web-share-expires = Compartido hasta el { $until }.
web-try = Preguntar por una canción tuya
web-not-found = Esta página no existe, o ya no.
web-form-stale = Este formulario es demasiado viejo o no era para ti. Vuelve atrás, recarga la página y envíalo de nuevo.
web-upload-cut = La subida se cortó o fue demasiado lenta.
web-privacy = Qué se guarda
web-privacy-text = Una cookie distingue tus respuestas de las de otros; dura una semana y no nombra a nadie. Las respuestas se guardan un día; los enlaces compartidos, lo que elegiste; los archivos, hasta la respuesta. El público del artista que indicaste por última vez se vuelve a ofrecer durante una semana. Los pronósticos de tus propias canciones y las cifras de tus referencias se guardan, un año como mucho, solo si lo aceptas en «Mis canciones» y «Referencias». Tu dirección se cuenta con un nombre que cambia cada día, contra demasiadas preguntas. Esta página no consulta ningún otro sitio.
record-title = Cómo acabaron los pronósticos anteriores
record-promise = «Ocho de diez» es una promesa. Los pronósticos de canciones publicadas se guardan y se revisan a los 30, 90 y 365 días; los fallos se muestran tan claro como los aciertos.
record-off = El operador ha desactivado el historial.
record-none = Aún no se ha publicado nada.
record-kept = Se guardan { $forecasts } pronósticos de { $tracks } canciones.
record-too-young = Ninguno es aún lo bastante antiguo para juzgarlo.
record-next = El primero toca el { $when }.
record-open = { $count ->
    [one] Una de ellas ya se puede juzgar, pero ninguna fuente ha dicho aún qué fue de la pista.
   *[other] { $count } de ellas ya se pueden juzgar, pero ninguna fuente ha dicho aún qué fue de ninguna pista.
}
record-after = A los { $days } días: { $measure }
record-counted = Se conocen { $outcomes } de { $elapsed } resultados.
record-missed = Fallos: { $below } quedaron por debajo del margen, { $above } por encima.
record-figure = Medida
record-value = Valor
record-sure = Intervalo del 95 %
record-unskilled = Prometido o sin destreza
record-interval = de { $low } a { $high }
record-so-far = { $count } de { $needed } por ahora
record-so-far-all = { $count } de { $needed } hasta ahora: con menos no se afirma nada.
record-misses = Mayores fallos
record-hits = Mejores aciertos
record-named = pronosticado de { $low } a { $high }, fue { $outcome }
record-head = A fecha de { $when }. Suma de control de la última línea; quien la anote podrá comprobar que nada se cambió:
record-measure-spotify-popularity = popularidad en Spotify
record-measure-listenbrainz-listens = escuchas contadas por ListenBrainz
record-measure-listenbrainz-listeners = oyentes contados por ListenBrainz
record-measure-deezer-rank = posición en Deezer
record-figure-coverage = Dentro del margen de ocho de diez
record-figure-crps = Distancia al resultado (CRPS, puntos)
record-figure-crps-skill = Mejor que decir siempre el centro
record-figure-spearman = Correlación de rangos
record-figure-pairs = De dos canciones de una semana, en el orden correcto

## La página y el historial de aciertos

record-legend = punto: proporción · banda: su intervalo del 95 % · marca: prometido o al azar · spotpop
record-drawn-coverage = Dentro del margen a los { $days } días
record-drawn-pairs = De dos, en el orden correcto a los { $days } días
record-alt = Cómo acabaron los pronósticos anteriores: { $lead }

## La página y el historial de aciertos

record-line = { $line }

## La página y el historial de aciertos

web-audience = Seguidores del artista en Spotify
web-unknown = Sin indicar
web-audience-under-1k = menos de 1.000
web-audience-1k-10k = de 1.000 a 10.000
web-audience-10k-100k = de 10.000 a 100.000
web-audience-100k-1m = de 100.000 a 1 millón
web-audience-1m-10m = de 1 a 10 millones
web-audience-over-10m = más de 10 millones
web-genre = Género
web-genre-rap = rap
web-genre-rock = rock
web-genre-pop = pop
web-genre-edm = electrónica
web-genre-r-and-b = R&B
web-genre-latin = latina
web-genre-country = country
web-genre-metal = metal
web-genre-folk = folk
web-genre-soundtrack = banda sonora
web-genre-jazz = jazz
web-genre-classical = clásica
web-genre-holiday = fiestas
web-genre-other = otro
web-released = Publicada el (si tu archivo ya ha salido)
web-explicit = Letra explícita
web-first-song = Primer tema del artista
web-usual = Popularidad de los otros temas del artista (de 0 a 100)
web-yes = sí
web-no = no
web-songs-kept = El título, la fecha y las cifras se guardan un año como mucho, nunca el sonido. Pertenecen a este navegador: su cookie dura entonces un año, y quien la borra no vuelve a verlos. «Olvídame» lo borra todo.
web-songs-on = Guardar los pronósticos de mis archivos
web-songs-out = Ya ha salido: enlace del lanzamiento
web-songs-tie = Unir al lanzamiento
web-songs-link-missing = Indica el enlace del lanzamiento.
web-songs-join = Otra versión de esta canción
web-songs-joining = Juntar
web-songs-delete = Borrar esta canción
web-songs-export = Todo como JSON
web-songs-off = Borrar todas las canciones y no guardar más
web-link-hint = O escribe artista – título. Varios enlaces se vuelven una sola lista ordenada.
web-band = Mostrar toda la grabación en el espectrograma de la imagen, no solo lo que se escucha
web-references = Referencias
web-references-about = Canciones junto a las que quieres estar. Cada respuesta siguiente muestra dónde queda la tuya fuera de su margen.
web-references-kept = De cada canción se guardan, un año como mucho, el nombre y hasta siete cifras: sonoridad, tempo, duración, energía, bailabilidad, alegría y sonido acústico. El audio se borra en cuanto se mide. Pertenecen a este navegador; «Olvídame» las borra.
web-references-agree = De acuerdo, guardar referencias
web-references-remove = Quitar
web-references-remove-set = Quitar el grupo entero
web-references-link = Enlace de una pista
web-references-set = Nombre del grupo, si hay varios
web-references-add = Guardar como referencia
web-references-missing = Indica un enlace o un archivo de la referencia.

## A person's own songs (`/songs`)

songs-title = Mis canciones
songs-ask = De lo que subes no se guarda nada. Si quieres, sus pronósticos se guardan un año, para ver una versión junto a la siguiente y qué fue de una canción.
songs-agree = <c>/songs on</c> guarda título, fecha y cifras de los pronósticos de lo que subes, nunca el sonido. <c>/songs off</c> o <c>/forget</c> lo borra al instante.
songs-on = Desde ahora se guardan los pronósticos de lo que subes: título, fecha y cifras, un año como máximo.
songs-ended = Ya no se guarda nada de lo que subes. { $count ->
    [one] Se ha borrado un pronóstico.
   *[other] Se han borrado { $count } pronósticos.
 }
songs-empty = Aquí aún no hay nada. Sube una canción y se guardará su pronóstico.
songs-end = <c>/songs off</c> o <c>/forget</c> termina con esto.
songs-lead = { $count ->
    [one] Hay una canción guardada.
   *[other] Hay { $count } canciones guardadas.
 }
songs-how = Qué puedes hacer
songs-out = <c>/songs out 1 ENLACE</c> cuando salga la canción 1: su pronóstico queda unido al lanzamiento y a los 30 días sabrás qué fue de ella
songs-join = <c>/songs join 1 2</c> si la 2 es otra versión de la 1
songs-rest = Borra una con <c>/songs delete 1</c>, todas con <c>/songs off</c>; <c>/songs export</c> te da un archivo JSON
songs-exported = Todo lo que se guarda de lo que subes.
songs-song = { $number }. { $name }
songs-version = v{ $place }, { $date }: <b>{ $score }</b> ({ $low } a { $high })
songs-step-reliable = v{ $first } → v{ $second }: por su sonido, unos <b>{ $points }</b>, entre { $low } y { $high }
songs-step-none = v{ $first } → v{ $second }: sin diferencia fiable ({ $low } a { $high })
songs-step-same = v{ $first } → v{ $second }: el mismo sonido
songs-step-model = v{ $first } → v{ $second }: son de modelos distintos, así que sus cifras no se pueden comparar
songs-step-unmeasured = v{ $first } → v{ $second }: este modelo no dice cuánto vale una diferencia
songs-released = Publicada como { $title }; lo dijiste el { $date }.
songs-waiting = El { $date } se mirará qué fue de ella.
songs-tied = Unida a lo que subiste, “{ $name }”, cuyo pronóstico era { $score } ({ $low } a { $high }). El { $date } sabrás qué fue de ella.
songs-became-title = Qué fue de { $name }
songs-became-lead = El { $date } su pronóstico era { $score }: ocho de cada diez canciones así acaban entre { $low } y { $high }.
songs-became-inside = Ahora está en <b>{ $value }</b> en Spotify: dentro de { $low } a { $high }.
songs-became-below = Ahora está en <b>{ $value }</b> en Spotify: por debajo de { $low } a { $high }. El pronóstico era demasiado alto.
songs-became-above = Ahora está en <b>{ $value }</b> en Spotify: por encima de { $low } a { $high }. El pronóstico era demasiado bajo.
songs-became-other = { $measure }: <b>{ $value }</b>
songs-became-scale = Es otra escala que la del pronóstico, así que no le da ni le quita la razón.
songs-became-unknown = Ninguna de las fuentes consultadas conocía el lanzamiento en una semana; no se puede decir nada.
songs-became-footer = Lo pediste con /songs; se dice una sola vez.
songs-joined = Unidas como versiones de “{ $name }”.
songs-deleted = Borrada: { $name }
songs-which = ¿Qué canción? Su número está en <c>/songs</c>.
songs-which-link = Da el enlace del lanzamiento, por ejemplo <c>/songs out 1 https://open.spotify.com/track/…</c>
songs-privately = Tus canciones quedan entre nosotros: pregunta en nuestro chat privado.
command-songs = Pronósticos de lo que subes, guardados si aceptas
help-songs = <c>/songs</c> los pronósticos de lo que subes, guardados si aceptas: versiones lado a lado y qué fue de ellas
option-do = Qué hacer; sin nada, muestra tus canciones
option-number = Número de la canción
option-other = Número de una segunda canción
option-release = Enlace de Spotify del lanzamiento
songs-do-on = guardar los pronósticos de lo que subo
songs-do-off = borrarlos y no guardar más
songs-do-export = exportar como JSON
songs-do-out = ha salido: da número y enlace
songs-do-join = dos son una canción: da ambos números
songs-do-delete = borrar una canción
about-privacy-songs = Si aceptas con <c>/songs on</c>: título, fecha y cifras de los pronósticos de lo que subes, un año como máximo, nunca el sonido.

## Botones que dicen el público, y lo segura que es una respuesta

expect-sound-alone = Solo por el sonido acierto la canción más popular de dos en { $pairs } de 100 parejas; al azar: 50.
audience-ask = ¿Cuántos seguidores en Spotify? Tócalo y pregunto otra vez.
audience-file-gone = El archivo se borró al terminar la respuesta y no puedo volver a descargarlo. Envíalo de nuevo y toca entonces.
audience-next-time = Nadie ha dicho cuántos siguen al artista, así que esto vale para todos los públicos a la vez. Indícalo en el formulario y envía el archivo otra vez: la respuesta será para el tuyo.
button-audience = Público…
button-sure = ¿Seguro?
rung-short-under_1k = menos de 1k
rung-short-1k_10k = 1–10k
rung-short-10k_100k = 10–100k
rung-short-100k_1m = 100k–1M
rung-short-1m_10m = 1–10M
rung-short-over_10m = más de 10M
sure-lead = <b>Ocho de cada diez temas como este acaban entre { $low } y { $high }.</b> El intervalo es la respuesta; la nota es solo su centro.
about-accuracy-pairs = Allí, sin conocer el público, acierta en { $pairs } de 100 parejas cuál de dos temas es más popular; al azar se aciertan 50.
docs-more = Más sobre esto:
docs-link = { $link }
docs-ladder = qué esperar
docs-measured = qué se mide
docs-reasons = las razones
docs-changes = lo que vale un cambio
docs-differs = lo que difiere
docs-corridor = el rango
docs-levels = niveles en los servicios
docs-alike = suena como
docs-accuracy = lo bueno que es
docs-record = el historial

## References of one's own, and dates

command-reference = Canciones a tu gusto junto a las que se pone la tuya
option-action = add (añadir), list (ver) o remove (quitar)
option-set = Nombre de un grupo de referencias
option-agree = Aceptas que se guarden sus números
option-release-date = Desde cuándo está publicada: 2024 o 2024-08-16
help-reference = <c>/reference</c> <c>add</c>, <c>list</c>, <c>remove</c>: canciones junto a las que se pone la tuya
action-add = añadir
action-list = ver
action-remove = quitar
reference-title = Tus referencias
reference-consent = De cada canción guardo el nombre y hasta siete números: sonoridad, tempo, duración, energía, bailabilidad, alegría, sonido acústico. El audio se borra en cuanto se mide. Se quedan hasta que las quites o digas <c>/forget</c>.
reference-agree = Si te parece bien, pídelo otra vez con <c>agree</c>: <c>/reference add agree</c> y un enlace o un archivo.
reference-agreed = Anotado. Ahora envía <c>/reference add</c> con un enlace o un archivo.
reference-needs-song = Envía con ello un enlace o un archivo: <c>/reference add</c> y la canción.
reference-none = Aún no tienes referencias. <c>/reference add</c> con un enlace o un archivo guarda una.
reference-use = «¿Por qué?» bajo tus próximas respuestas muestra dónde tu canción queda fuera de su rango.
reference-set = «{ $name }»
reference-row = { $song } ({ $numbers })
reference-kept = <b>Guardada:</b> { $song }; ahora hay { $count ->
    [one] una referencia
   *[other] { $count } referencias
  } en «{ $name }». Solo quedan números.
reference-not-kept = No se guardó nada.
reference-removed = { $count ->
    [0] No hay tal referencia.
    [one] Se quitó una referencia.
   *[other] Se quitaron { $count } referencias.
  }
wrong-date = Eso no es una fecha. Escribe un año o un día: 2024 o 2024-08-16.
button-audience-again = ↺ { $audience }


## Tables of the command line

table-score = Nota
table-interval = Intervalo
table-track = Tema
table-artists = Artistas
table-followers = Con seguidores
table-passes-20 = Pasa de 20
table-passes-30 = Pasa de 30
table-no-music = no es música
table-unreleased = Se toma por inédita: esto es lo que cabe esperar el primer año.
table-legend = ● pronóstico   ━ intervalo   ┼ tema típico ({ $typical })
table-sound = Sonido
table-genre-guess = { $genres } (adivinado por el sonido)
table-heard = Escuchado
table-note = Nota
table-picture = Imagen

button-versus = Compararlas
button-details = Sé más…
details-ask = ¿Qué sabes del tema? Toca, y vuelvo a preguntar.
details-genre = Género…
details-out = Cuándo salió…
details-words-on = Letra explícita
details-words-off = Sin letra explícita
details-first-song = Primer tema
details-usual = Otros temas…
details-usual-ask = ¿Qué popularidad tienen los otros temas del artista, según Spotify (de 0 a 100)? Toca, y vuelvo a preguntar.
details-start = Desde dónde escucho…
details-genre-ask = ¿De qué género es?
details-out-ask = ¿Desde cuándo está publicado?
details-start-ask = ¿Desde dónde escucho tu archivo, durante 30 s?
details-out-no = Aún no ha salido
details-out-0 = Desde hoy
details-out-30 = Desde hace un mes
details-out-182 = Desde hace medio año
details-out-365 = Desde hace un año
details-out-1826 = Desde hace cinco años
version-known = Ya preguntaste por una versión de esta canción: { $title }.

## Lo que dice una orden mientras trabaja y cuando falla

stage-start = Empezando
crash-happened = Esto no debería haber pasado: { $cause }.
crash-story = Todos los detalles están en { $file }.
crash-doctor = <c>spotpop doctor</c> comprueba esta instalación.
hint-nearest = ¿Querías decir { $nearest }?
hint-problem = { $problem }.
hint-unexpected-here = stderr nombra la causa y su registro; <c>spotpop doctor</c> comprueba esta instalación.
hint-settings-here = Lo que admite está en .env.example; <c>spotpop doctor</c> lo comprueba.
hint-credentials-rejected-here = Sube el archivo de audio; <c>spotpop doctor</c> encuentra la causa.
hint-runtime-missing-here = Instálalo, desde una copia del repositorio con <c>pip install -c constraints.txt '.[{ $extra }]'</c>, o elige otro con SPOTPOP_RUNTIME. TensorFlow no tiene wheels para Python 3.14.
hint-model-damaged-here = Instálalo de nuevo; <c>spotpop models --check</c> muestra qué archivo difiere.
hint-model-missing-here = <c>spotpop models</c> enumera los que hay; pon SPOTPOP_MODEL a uno de ellos.
hint-record-unavailable-here = Los pronósticos siguen sin ella; <c>spotpop doctor</c> y docs/record.md dicen qué mirar.
reference-none-here = Todavía no hay referencias. Añade algunas: <c>spotpop reference add SONG.mp3 LINK …</c>
table-set = Grupo
table-reference = Referencia
table-added = Desde
source-listenbrainz = ListenBrainz

## El historial en la línea de órdenes

record-hash = Hash de la última línea: { $head }
record-days = Tras { $days } días
record-slice-month = mes
record-slice-model = modelo
record-slice-age = edad
record-slice-audience = público
record-slice-cohort = elegidas
record-slice-audience-known = conocido
record-slice-audience-unknown = desconocido
record-slice-age-new = hasta 30 días
record-slice-age-year = hasta un año
record-slice-age-older = mayor
record-slice-age-unknown = desconocida
record-slice-cohort-asked = preguntadas
record-slice-cohort-control = al azar
record-written = { $count ->
    [one] Se ha escrito una línea en { $file }.
   *[other] Se han escrito { $count } líneas en { $file }.
  }
record-asked = { $count ->
    [0] No se pregunta a nadie: SPOTPOP_RECORD_SOURCES no nombra ninguna fuente.
   *[other] Se preguntó a: { $sources }.
  }
record-read = Resultados leídos: { $read }, desconocidos: { $unknown }, para otro intento: { $failed }.
record-source-down = { $source } no responde ahora; sus resultados quedan abiertos.
record-broken = La línea { $line } de { $lines } no sigue de la anterior: el historial fue modificado.
record-cut-short = El hash anotado no está en el historial: fue recortado o hecho de nuevo.
record-withdrawn = Sin valores, por retirados: { $count }.
record-intact = { $lines ->
    [0] El historial aún no tiene ninguna línea.
   *[other] Las { $lines } líneas siguen unas de otras.
  }
