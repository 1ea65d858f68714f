""".ci/model-weight on made-up histories: when it objects, to what, and where it cannot know."""
import os
import pathlib
import shutil
import subprocess

import pytest

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / ".ci" / "model-weight"
RECENT = 20  # as many commits as the script looks back
HOME = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
WHO = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER")
       for what, value in (("NAME", "A. Nobody"), ("EMAIL", "nobody@example.org"), ("DATE", "2020-01-01T00:00:00Z"))}

if not shutil.which("git"):
    pytest.skip("git is missing; install it to test .ci/model-weight", allow_module_level=True)


class Repository:
    def __init__(self, folder):
        self.folder = folder
        (folder / ".ci").mkdir(parents=True)
        (folder / "models").mkdir()
        shutil.copy(SCRIPT, folder / ".ci")

    def git(self, *arguments):
        return self.run(["git", *arguments], check=True).stdout

    def run(self, command, check=False):
        env = {**HOME, **WHO, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
               "GIT_CEILING_DIRECTORIES": str(self.folder.parent)}
        return subprocess.run(command, cwd=self.folder, check=check, capture_output=True, encoding="utf-8", env=env)

    def commit(self, subject, *files):
        for name in files:
            with open(self.folder / name, "a", encoding="utf-8") as file:
                file.write(f"{subject}\n")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", subject)
        return self.git("rev-parse", "--short", "HEAD").strip()

    def other_work(self, commits):
        one = "git commit --quiet --allow-empty --message work"
        self.run(["sh", "-ec", f"for n in $(seq {commits}); do {one}; done"], check=True)

    def check(self):
        done = self.run([self.folder / ".ci" / "model-weight"])
        return done.returncode, done.stdout + done.stderr


@pytest.fixture(name="repository")
def new_repository(tmp_path):
    out = Repository(tmp_path / "here")
    out.git("init", "--quiet", "--initial-branch", "main")
    out.commit("begin", "notes.txt")
    return out


def test_one_change_of_a_model_passes(repository):
    repository.commit("model: train", "models/en.despin")
    repository.other_work(3)
    assert repository.check() == (0, "")


def test_two_changes_of_one_model_fail_and_are_named(repository):
    commits = [repository.commit("model: train", "models/en.despin"), repository.commit("lib: work", "notes.txt"),
               repository.commit("model: train again", "models/en.despin", "notes.txt")]
    status, said = repository.check()
    assert status == 1
    assert "changes models/en.despin:" in said
    assert f"{commits[0]} model: train\n" in said and f"{commits[2]} model: train again\n" in said
    assert commits[1] not in said
    assert "git rebase -i" in said


def test_two_models_may_change_once_each(repository):
    repository.commit("model: en", "models/en.despin")
    repository.commit("model: tiny", "models/tiny.despin")
    (repository.folder / "models" / "build").mkdir()
    repository.commit("build: one", "models/build/notes.despin")
    repository.commit("build: two", "models/build/notes.despin")
    assert repository.check() == (0, "")


@pytest.mark.parametrize("between, status", ((RECENT - 2, 1), (RECENT - 1, 0)))
def test_without_an_upstream_the_last_commits_count(repository, between, status):
    repository.commit("model: first", "models/en.despin")
    repository.other_work(between)
    repository.commit("model: second", "models/en.despin")
    assert repository.check()[0] == status


def test_a_published_violation_counts_until_enough_commits_follow(repository):
    repository.commit("model: first", "models/en.despin")
    repository.commit("model: second", "models/en.despin")
    repository.other_work(RECENT - 2)
    assert repository.check()[0] == 1
    repository.other_work(1)
    assert repository.check()[0] == 0


def test_all_of_an_unpublished_submission_counts_however_long(repository):
    repository.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repository.commit("model: first", "models/en.despin")
    repository.other_work(2 * RECENT)
    repository.commit("model: second", "models/en.despin")
    status, said = repository.check()
    assert status == 1 and "since origin/main" in said


def test_a_clone_of_main_alone_finds_what_its_origin_finds(repository, tmp_path):
    repository.commit("model: first", "models/en.despin")
    repository.commit("model: second", "models/en.despin")
    repository.git("clone", "--quiet", "--single-branch", "--branch", "main", repository.folder, tmp_path / "clone")
    clone = Repository.__new__(Repository)
    clone.folder = tmp_path / "clone"
    assert clone.check()[0] == 1


def test_the_oldest_commit_of_a_shallow_clone_does_not_count(repository, tmp_path):
    repository.commit("model: first", "models/en.despin")
    repository.other_work(RECENT)
    repository.commit("model: second", "models/en.despin")
    repository.git("clone", "--quiet", "--depth", "3", f"file://{repository.folder}", tmp_path / "clone")
    clone = Repository.__new__(Repository)
    clone.folder = tmp_path / "clone"
    assert len(clone.git("log", "--format=%h").split()) == 3
    assert clone.check() == (0, "")


def test_without_a_history_it_says_that_it_skips(tmp_path):
    bare = Repository(tmp_path / "tree")
    status, said = bare.check()
    assert status == 0 and "skipped" in said
