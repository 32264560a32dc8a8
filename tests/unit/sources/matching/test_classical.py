"""Titles of movements: what names one must agree, whatever the wording."""

import pytest

from spotpop.sources.matching.classical import is_classical, is_scene, same_movement


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Symphony No. 5 in C Minor, Op. 67: I. Allegro con brio", True), ("Sonata No. 14 in C sharp minor", True),
        ("Goldberg Variations, BWV 988: Aria", True), ("Gymnopédie No. 1", True),
        ("Requiem in D minor: Lacrimosa", True), ("2. Andante", True), ("Opus", False), ("Road", False),
        ("No. 1 Party Anthem", False), ("Concert in the park", False),
    ],
)  # fmt: skip
def test_a_catalogued_work_is_known_by_its_title(title: str, shown: bool) -> None:
    assert is_classical(title) is shown


def test_acts_are_scenes() -> None:
    assert is_scene("Carmen, Act I: Habanera")
    assert is_scene("Tosca: Atto secondo")
    assert not is_scene("Act Natural")


SYMPHONY = "Symphony No. 5 in C Minor, Op. 67: I. Allegro con brio"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SYMPHONY, "Sinfonie Nr. 5 c-Moll op. 67: I. Allegro con brio"),
        (SYMPHONY, "Beethoven: Symphony No.5 In C Minor, Op.67 - 1. Allegro con brio"),
        ("Gymnopédie No. 1", "3 Gymnopédies: No. 1, Lent et douloureux"),
        ("Piano Sonata No. 14 in C-Sharp Minor, Op. 27 No. 2: I. Adagio sostenuto",
         "Sonata No. 14, Op. 27 No. 2: I. Adagio sostenuto"),
        ("Fantaisie-Impromptu in C sharp minor, Op. 66",
         'Impromptu No. 4 in C-Sharp Minor, Op. 66 "Fantaisie-Impromptu"'),
        ("Winterreise, D. 911: 5. Der Lindenbaum", "Winterreise, D 911: No. 5, Der Lindenbaum"),
    ],
)  # fmt: skip
def test_the_same_movement_in_other_words(first: str, second: str) -> None:
    assert same_movement(first, second)
    assert same_movement(second, first)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (SYMPHONY, SYMPHONY.replace("I. Allegro con brio", "II. Andante con moto")),
        (SYMPHONY, SYMPHONY.replace("Op. 67", "Op. 68")), (SYMPHONY, SYMPHONY.replace("C Minor", "D Minor")),
        (SYMPHONY, SYMPHONY.replace("No. 5", "No. 6").replace(", Op. 67", "")),
        ("Prelude and Fugue No. 1: I. Prelude", "Prelude and Fugue No. 1: II. Fugue"),
        ("Gymnopédie No. 1", "Gymnopédie No. 2"), ("Carmen, Act I: Habanera", "Carmen, Act II: Habanera"),
        ("Partita No. 2, BWV 1004: Gigue", "Partita No. 2, BWV 1004: Chaconne"),
        ("Mazurka in A minor, Op. 17 No. 4", "Mazurka in A minor, Op. 17 No. 3"),
        ("Sonata: Allegro", "Sonata: Adagio"),
    ],
)  # fmt: skip
def test_another_movement_is_another_one(first: str, second: str) -> None:
    assert not same_movement(first, second)
    assert not same_movement(second, first)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Sonata in C minor: Allegro molto", "Sonata in C minor: Allegro", True),
        ("Sonata in C minor: Allegro molto vivace", "Sonata in C minor: Allegro assai", False),
        ("Sonate en ré bémol majeur, Op. 5: I. Lento", "Sonata in D flat major, Op. 5: I. Lento", True),
        ("Nocturne en mi bémol majeur, Op. 9 No. 2", "Nocturne in E flat major, Op. 9 No. 2", True),
        ("Nocturne en mi bémol majeur, Op. 9 No. 2", "Nocturne in E major, Op. 9 No. 2", False),
        ("Fantasia in D minor, K. 397", "Fantasia in D minor, KV 397", True),
        ("Fantasia in D minor, K. 397", "Fantasia in D minor, K. 475", False),
        ('Sonata No. 14 "Moonlight"', "Moonlight", True), ('Sonata No. 14 "Moonlight": I. Adagio', "Moonlight", False),
    ],
)  # fmt: skip
def test_keys_catalogues_and_tempi_must_agree(first: str, second: str, same: bool) -> None:
    assert same_movement(first, second) is same
    assert same_movement(second, first) is same


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Mi bémol majeur, Op. 9 No. 2", "E flat major, Op. 9 No. 2", True),
        ("Mi bémol majeur, Op. 9 No. 2", "E major, Op. 9 No. 2", False),
        ("Fa dièse mineur, Op. 9 No. 2", "F sharp minor, Op. 9 No. 2", True),
        ("Fa dièse mineur, Op. 9 No. 2", "F flat minor, Op. 9 No. 2", False),
        ("Es-Dur, Op. 9 No. 2", "E flat major, Op. 9 No. 2", True),
        ("Bémol mineur, Op. 9 No. 2", "Minor, Op. 9 No. 2", True),
        ("Major, Op. 9 No. 2", "Nocturne, Op. 9 No. 2", True),
    ],
)
def test_a_key_at_the_beginning_is_read_in_every_language(first: str, second: str, same: bool) -> None:
    assert same_movement(first, second) is same
    assert same_movement(second, first) is same
