// tests/support/command_faults.h - for every verb that writes: an operation on files fails,
// whichever it is. Nothing that was there may be lost, nothing half written taken for whole,
// nothing left behind, and the same command succeeds afterwards.
//
//   inject(20);     // runs of each verb
#pragma once

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "despin/source_index.h"
#include "gtest/gtest.h"
#include "lib/base/replaced_file.h"
#include "tests/support/command_runs.h"
#include "tests/support/small_index.h"

namespace despin::command {

using Arguments = std::vector<std::string>;

// A verb, what is there before, and what must hold after a run of which something failed.
struct FaultyVerb {
  std::string name;
  Arguments arguments;
  std::function<void(const CommandFolder&)> prepare;
  // After any run; `succeeded` is what the run said of itself.
  std::function<void(const CommandFolder&, bool succeeded)> check;
  // The command that brings it to its end afterwards, if not the same.
  Arguments again = {};
};

inline std::string made_lines(std::uint64_t first, std::uint64_t end) {
  std::string lines;
  for (std::uint64_t i = first; i < end; ++i) {
    const small_index::Made made = small_index::make_document(i);
    lines += R"({"id": ")" + made.id + R"(", "text": ")" + made.text + "\"}\n";
  }
  return lines;
}

// Documents in the index; it must be whole.
inline std::uint64_t documents_in(const CommandFolder& folder) {
  const auto statistics = verify_index(folder.path("ix").string());
  EXPECT_TRUE(statistics) << statistics.error().message;
  if (!statistics) return 0;
  for (const auto& segment : statistics->segments) EXPECT_EQ(segment.corruption, "");
  return statistics->documents;
}

// What a run without troubles makes of what `prepare` left.
inline std::string made_by(const CommandFolder& folder, const FaultyVerb& verb,
                           const std::string& file) {
  verb.prepare(folder);
  EXPECT_LE(folder.run(verb.arguments).code, 1);
  return bytes_of(folder.path(file));
}

inline void write_texts(const CommandFolder& folder) {
  for (int i = 0; i < 6; ++i) {
    folder.write("in/" + std::to_string(i) + ".txt",
                 small_index::make_document(static_cast<std::uint64_t>(i)).text + "\n");
  }
}

inline FaultyVerb page_verb(const std::string& name, const Arguments& arguments,
                            const CommandFolder& folder, const std::string& old_page) {
  FaultyVerb verb{name, arguments, {}, {}};
  verb.prepare = [old_page](const CommandFolder& in) {
    fs::remove_all(in.path());
    in.write("a.txt", small_index::make_document(1).text);
    in.write("b.txt", small_index::make_document(2).text);
    in.write("o.jsonl",
             "{\"schema\":\"despin.scan/1\",\"input\":\"x\",\"number\":1,\"verdict\":\"spun\"}\n");
    if (!old_page.empty()) in.write("page.html", old_page);
  };
  const std::string made = made_by(folder, verb, "page.html");
  EXPECT_GT(made.size(), 1000U);
  verb.check = [old_page, made](const CommandFolder& in, bool succeeded) {
    const std::string page = bytes_of(in.path("page.html"));
    if (succeeded) {
      EXPECT_TRUE(page == made);
    } else {
      // The new one may lack an input that could not be read; it says which it has.
      EXPECT_TRUE(page == old_page || page.ends_with("</html>\n")) << page.size() << " bytes";
    }
    EXPECT_EQ(bytes_of(in.path("b.txt")), small_index::make_document(2).text);
  };
  return verb;
}

inline FaultyVerb scan_verb(const CommandFolder& folder, bool resumed) {
  FaultyVerb verb;
  verb.name = resumed ? "scan --resume" : "scan -o";
  verb.arguments = {"scan", "-q", "--save-every", "0", "-o", "o.jsonl", "in"};
  verb.prepare = [](const CommandFolder& in) {
    fs::remove_all(in.path());
    write_texts(in);
  };
  const std::string whole = made_by(folder, verb, "o.jsonl");
  EXPECT_GT(whole.size(), 1000U);
  verb.again = verb.arguments;
  verb.again.emplace_back("--resume");
  if (resumed) {
    // One that stopped in the middle, for want of room.
    const Arguments first = verb.arguments;
    verb.arguments = verb.again;
    const auto begun = verb.prepare;
    const rlim_t room = whole.size() * 2 / 3;
    verb.prepare = [begun, first, room](const CommandFolder& in) {
      begun(in);
      EXPECT_EQ(in.run(first, {.room = room}).code, 2);
      EXPECT_TRUE(fs::exists(in.path("o.jsonl.progress")));
    };
  }
  verb.check = [whole](const CommandFolder& in, bool succeeded) {
    const std::string written = bytes_of(in.path("o.jsonl"));
    // Without a state it passes for a complete scan.
    const bool there = fs::exists(in.path("o.jsonl"));
    if (succeeded || (there && !fs::exists(in.path("o.jsonl.progress")))) {
      // A document that could not be opened has its record, which says so.
      const bool named = written.find("\"error\":{") != written.npos;
      EXPECT_TRUE(written == whole || named) << written.size() << " bytes of " << whole.size();
    }
  };
  return verb;
}

// Starts over where the output of another scan is, which must stay until the new one can be
// resumed.
inline FaultyVerb overwriting_verb(const CommandFolder& folder) {
  FaultyVerb verb = scan_verb(folder, false);
  verb.name = "scan --overwrite";
  verb.arguments.emplace_back("--overwrite");
  verb.again = verb.arguments;
  const std::string old = "{\"schema\":\"despin.scan/1\",\"input\":\"of another scan\"}\n";
  const auto begun = verb.prepare;
  verb.prepare = [begun, old](const CommandFolder& in) {
    begun(in);
    in.write("o.jsonl", old);
  };
  verb.check = [check = verb.check, old](const CommandFolder& in, bool succeeded) {
    if (succeeded || bytes_of(in.path("o.jsonl")) != old) check(in, succeeded);
  };
  return verb;
}

inline FaultyVerb index_verb(const std::string& name, const Arguments& arguments,
                             std::uint64_t before, std::uint64_t after) {
  FaultyVerb verb{name, arguments, {}, {}};
  verb.prepare = [before, after](const CommandFolder& in) {
    fs::remove_all(in.path());
    in.write("new.jsonl", made_lines(before, after));
    in.write("same.jsonl", made_lines(before / 2, before));
    std::string removed;
    for (std::uint64_t i = after; i < before; ++i) removed += "doc-" + std::to_string(i) + "\n";
    in.write("removed.txt", removed);
    auto writer = IndexWriter::open(in.path("ix").string());
    ASSERT_TRUE(writer);
    for (std::uint64_t i = 0; i < before; ++i) {
      ASSERT_TRUE(writer->add(small_index::make_document(i).view()));
      if (i % 10 == 9) {
        ASSERT_TRUE(writer->commit());
      }
    }
  };
  verb.check = [before, after](const CommandFolder& in, bool succeeded) {
    const std::uint64_t there = documents_in(in);
    EXPECT_TRUE(there == after || (!succeeded && there == before)) << there;
  };
  return verb;
}

// A snapshot is whole, or nothing of it is there.
inline FaultyVerb snapshot_verb() {
  FaultyVerb verb = index_verb("index snapshot", {"index", "snapshot", "ix", "copy"}, 20, 20);
  const auto check = verb.check;
  verb.check = [check](const CommandFolder& in, bool succeeded) {
    check(in, succeeded);
    if (!fs::exists(in.path("copy"))) {
      EXPECT_FALSE(succeeded);
      return;
    }
    const auto copied = verify_index(in.path("copy").string());
    EXPECT_TRUE(copied && copied->documents == 20U);
    fs::remove_all(in.path("copy"));  // or it could not be made again
  };
  return verb;
}

inline std::vector<FaultyVerb> faulty_verbs(const CommandFolder& folder) {
  std::vector<FaultyVerb> verbs;
  verbs.push_back(scan_verb(folder, false));
  verbs.push_back(scan_verb(folder, true));
  verbs.push_back(overwriting_verb(folder));
  verbs.push_back(index_verb("index add", {"index", "add", "ix", "new.jsonl"}, 20, 40));
  verbs.push_back(index_verb("index merge", {"index", "merge", "ix"}, 30, 30));
  verbs.push_back(index_verb("index remove",
                             {"index", "remove", "ix", "--ids", "removed.txt", "--merge"}, 30, 24));
  verbs.push_back(
      index_verb("index add --replace", {"index", "add", "--replace", "ix", "same.jsonl"}, 30, 30));
  verbs.push_back(snapshot_verb());
  FaultyVerb create{"index create", {"index", "create", "ix"}, {}, {}};
  create.prepare = [](const CommandFolder& in) {
    fs::remove_all(in.path());
    fs::create_directories(in.path());
  };
  create.check = [](const CommandFolder& in, bool succeeded) {
    EXPECT_EQ(succeeded ? documents_in(in) : 0, 0U);
  };
  verbs.push_back(create);
  const Arguments report = {"report", "--html", "page.html", "o.jsonl"};
  const Arguments compare = {"compare", "--html", "page.html", "a.txt", "b.txt"};
  verbs.push_back(page_verb("report --html", report, folder, ""));
  verbs.push_back(page_verb("compare --html", compare, folder, ""));
  const std::string old_page =
      "<!DOCTYPE html>\n<meta name=\"generator\" content=\"despin 0\">\n<title>old</title>\n";
  verbs.push_back(page_verb("report --html, again", report, folder, old_page));
  verbs.push_back(page_verb("compare --html, again", compare, folder, old_page));
  for (const char* what : {"info", "verify"}) {
    FaultyVerb model{std::string("model ") + what, {"model", what, "m.despin"}, {}, {}};
    const std::string bytes = bytes_of(DESPIN_SOURCE_DIR "/models/tiny.despin");
    model.prepare = [bytes](const CommandFolder& in) {
      fs::remove_all(in.path());
      in.write("m.despin", bytes);
    };
    model.check = [bytes](const CommandFolder& in, bool) {
      EXPECT_TRUE(bytes_of(in.path("m.despin")) == bytes);
    };
    verbs.push_back(model);
  }
  return verbs;
}

inline void expect_nothing_left(const CommandFolder& folder) {
  for (const auto& [name, bytes] : files_of(folder.path())) {
    std::string_view replaced;
    EXPECT_FALSE(base::is_temporary(name, replaced)) << name;
  }
}

// `runs` of each verb with a fault, over all operations alike.
inline void inject(int runs) {
  constexpr std::array<int, 3> kErrors = {ENOSPC, EIO, ENOMEM};
  const CommandFolder folder("faults_" + std::to_string(runs));
  for (const FaultyVerb& verb : faulty_verbs(folder)) {
    SCOPED_TRACE(verb.name);
    verb.prepare(folder);
    folder.keep();
    const Ran fine = folder.run(verb.arguments);
    ASSERT_LE(fine.code, 1) << fine.said;
    ASSERT_GT(fine.calls, 0) << "no operation is counted: the faults are not loaded";
    std::mt19937_64 random(1);
    int failed = 0;
    for (int i = 0; i < runs; ++i) {
      const Trouble trouble{.fault_at = 1 + i * fine.calls / runs,
                            .fault_errno = kErrors[random() % kErrors.size()],
                            .fault_lasts = random() % 3 == 0};
      SCOPED_TRACE("operation " + std::to_string(trouble.fault_at) + " of " +
                   std::to_string(fine.calls) + ", errno " + std::to_string(trouble.fault_errno) +
                   (trouble.fault_lasts ? ", and all later ones" : ""));
      folder.bring_back();
      const Ran ran = folder.run(verb.arguments, trouble);
      const bool succeeded = ran.code == fine.code;
      EXPECT_TRUE(succeeded || ran.code == 2) << ran.code << ": " << ran.said;
      // A scan says of a document that could not be read in its record.
      const bool named = bytes_of(folder.path("o.jsonl")).find("\"error\":{") != std::string::npos;
      EXPECT_TRUE(succeeded || named || ran.said.starts_with("despin: ")) << ran.said;
      failed += !succeeded;
      expect_nothing_left(folder);
      // An index whose making failed may be no index yet.
      if (succeeded || !fs::exists(folder.path("ix")) || fs::exists(folder.path("ix/manifest"))) {
        verb.check(folder, succeeded);
      }
      const Ran again = folder.run(verb.again.empty() ? verb.arguments : verb.again);
      EXPECT_LE(again.code, 1) << again.said;
      verb.check(folder, true);
      expect_nothing_left(folder);
      if (testing::Test::HasFailure()) return;
    }
    EXPECT_GT(failed, 0) << "no fault was one";
  }
}

}  // namespace despin::command
