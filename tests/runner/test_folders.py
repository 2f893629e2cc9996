"""The private folder of the sockets is ours alone, or not used."""

import os
import stat
from pathlib import Path

import pytest

from runner import addresses, folders
from runner.errors import Refusal

pytestmark = pytest.mark.usefixtures("bare")


@pytest.fixture
def root(data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = data.parent / "sockets"
    monkeypatch.setenv("ATTEST_RUNTIME", str(place))
    return place


def test_the_folder_of_the_sockets_is_private(root: Path, data: Path) -> None:
    folder = folders.make_runtime(data)
    for made in (root, folder, addresses.postgres_folder(data)):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_a_folder_that_others_can_write_is_closed_first(root: Path, data: Path) -> None:
    root.mkdir()
    root.chmod(0o777)
    folders.make_runtime(data)
    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_a_planted_link_is_refused(root: Path, data: Path, tmp_path: Path) -> None:
    root.symlink_to(tmp_path)
    with pytest.raises(Refusal, match="belongs to somebody else"):
        folders.make_runtime(data)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_is_refused(
    root: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root.mkdir()
    if os.geteuid() == 0:
        os.chown(root, 1, 1)
    else:
        monkeypatch.setenv("ATTEST_RUNTIME", "/usr")
    with pytest.raises(Refusal, match="belongs to somebody else"):
        folders.make_runtime(data)


def test_a_file_in_place_of_the_data_folder_is_refused_in_one_line(data: Path) -> None:
    data.write_text("a file")
    with pytest.raises(Refusal, match="is a file") as caught:
        folders.check_data(data / "deeper")
    assert "\n" not in str(caught.value)


def test_an_unwritable_data_folder_is_refused_in_one_line() -> None:
    with pytest.raises(Refusal, match="cannot be written") as caught:
        folders.check_data(Path("/proc/attest"))  # not even root can make a folder there
    assert "\n" not in str(caught.value)
