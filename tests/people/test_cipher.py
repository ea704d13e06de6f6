"""One value under one key in one place."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.cipher import Cipher, derive_key, join_context
from people.errors import UnknownCipher, ValueAltered

KEY = bytes(range(32))
CONTEXT = b"people_patient.family"


def seal(plaintext=b"secret", *, key=KEY, context=CONTEXT):
    return Cipher().seal(plaintext, key=key, key_id=b"\0\1", context=context)


@given(st.binary(max_size=300), st.binary(max_size=40))
def test_sealed_value_opens_again(plaintext, context):
    assert Cipher().open(seal(plaintext, context=context), key=KEY, context=context) == plaintext


def test_overhead_is_thirty_two_bytes():
    assert len(seal(b"x" * 100)) == 132


def test_equal_values_have_different_ciphertexts():
    assert seal() != seal()


@pytest.mark.parametrize("position", range(len(seal())))
def test_any_altered_byte_is_noticed(position):
    stored = bytearray(seal())
    stored[position] ^= 1

    with pytest.raises((ValueAltered, UnknownCipher)):
        Cipher().open(bytes(stored), key=KEY, context=CONTEXT)


@pytest.mark.parametrize("length", range(len(seal())))
def test_value_cut_short_is_noticed(length):
    with pytest.raises(ValueAltered):
        Cipher().open(seal()[:length], key=KEY, context=CONTEXT)


def test_wrong_key_is_noticed():
    with pytest.raises(ValueAltered):
        Cipher().open(seal(), key=os.urandom(32), context=CONTEXT)


def test_other_context_is_noticed():
    with pytest.raises(ValueAltered):
        Cipher().open(seal(), key=KEY, context=b"people_patient.given")


def test_unknown_version_is_named():
    with pytest.raises(UnknownCipher, match="version 9"):
        Cipher().open(b"\x09" + seal()[1:], key=KEY, context=CONTEXT)


def test_keys_of_two_purposes_differ():
    assert derive_key(KEY, "field/v1/a.b") != derive_key(KEY, "field/v1/a.c")


def test_context_is_unambiguous():
    assert join_context(b"ab", b"c") != join_context(b"a", b"bc")
