# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Files that are nearly photos, sound or video: originals, damaged in the ways that hurt parsers.

    originals = mutants.read_originals(folder)       # name → bytes
    data = mutants.make(originals, seed, number)      # always the same for the same three

What a seed and a number make does not depend on what was made before, so that one mutant of a long
run can be made again by itself: python3 mutants.py FOLDER SEED NUMBER OUTPUT
"""
import pathlib
import random
import sys

SIZE_MAX = 256 * 1024
# What counts, lengths and offsets are when somebody wants to do harm.
NUMBERS = [0, 1, 2, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2 ** 31 - 1, 2 ** 31,
           2 ** 32 - 1, 2 ** 32 - 8]
CHANGES_MAX = 12


def read_originals(folder):
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    return {path.name: path.read_bytes() for path in files if path.stat().st_size <= SIZE_MAX}


def flip_bits(chance, data, _):
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def set_bytes(chance, data, _):
    at = chance.randrange(len(data))
    data[at:at + chance.randrange(1, 17)] = bytes([chance.choice((0, 0xff, chance.randrange(256)))]
                                                  ) * chance.randrange(1, 17)


def set_number(chance, data, _):
    width = chance.choice((1, 2, 4, 8))
    number = chance.choice(NUMBERS) & (2 ** (8 * width) - 1)
    at = chance.randrange(len(data))
    data[at:at + width] = number.to_bytes(width, chance.choice(("big", "little")))


def add_to_number(chance, data, _):
    width = chance.choice((1, 2, 4))
    order = chance.choice(("big", "little"))
    at = chance.randrange(max(1, len(data) - width))
    number = int.from_bytes(data[at:at + width], order) + chance.choice((-8, -2, -1, 1, 2, 8))
    data[at:at + width] = (number & (2 ** (8 * width) - 1)).to_bytes(width, order)


def cut(chance, data, _):
    del data[chance.randrange(1, len(data) + 1):]


def drop(chance, data, _):
    at = chance.randrange(len(data))
    del data[at:at + chance.randrange(1, 1 + max(1, len(data) // 4))]


def repeat(chance, data, _):
    at = chance.randrange(len(data))
    piece = data[at:at + chance.randrange(1, 513)]
    data[at:at] = piece * chance.choice((1, 2, 16))


def move(chance, data, _):
    at, to = chance.randrange(len(data)), chance.randrange(len(data))
    piece = data[at:at + chance.randrange(1, 257)]
    data[to:to + len(piece)] = piece


def splice(chance, data, other):
    """The start of one file and the end of another"""
    data[chance.randrange(len(data)):] = other[chance.randrange(len(other)):]


CHANGES = [flip_bits, flip_bits, set_bytes, set_number, set_number, add_to_number, add_to_number, cut,
           drop, repeat, move, splice]


def make(originals, seed, number):
    """Returns the name of the original, and the bytes"""
    chance = random.Random("%d/%d" % (seed, number))
    names = sorted(originals)
    name = names[number % len(names)]
    data = bytearray(originals[name])
    for _ in range(chance.randrange(1, CHANGES_MAX)):
        if data:
            chance.choice(CHANGES)(chance, data, originals[chance.choice(names)])
    return name, bytes(data[:SIZE_MAX])


if __name__ == "__main__":
    folder, seed, number, output = sys.argv[1:]
    made = make(read_originals(folder), int(seed), int(number))
    print(made[0])
    pathlib.Path(output).write_bytes(made[1])
