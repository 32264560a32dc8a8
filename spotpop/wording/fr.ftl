error-model-unfit = Le modèle « { $name } » ne connaît que le son ; une table de caractéristiques ne permet ni de le juger ni de l'ajuster.
hint-model-unfit = Ses chiffres figurent dans sa fiche ; un modèle créé avec --kind descriptors peut être calibré.
error-nothing-to-compare = Rien ne peut être prédit pour « { $title } », il n'y a donc rien à comparer.
hint-nothing-to-compare = Je ne connais que la musique : la parole, le bruit, un simple son ou le silence ne reçoivent pas de note.
