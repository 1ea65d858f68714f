// tests/conformance/browser.h - a headless Chromium, driven over its own protocol.
//
//   Browser browser;
//   if (!browser.started()) GTEST_SKIP() << browser.why_not();
//   browser.open("file:///tmp/page.html", 1280, 900);
//   EXPECT_EQ(browser.evaluate("document.title"), "A page");
//   browser.press("n");
//   EXPECT_THAT(browser.complaints(), IsEmpty());
//
// Threads  Single.
// Errors   What Chromium refuses is a complaint and evaluates to null.
// Method   Chrome DevTools Protocol through a pair of pipes: messages of JSON, each ended
//          by a NUL byte. No port, no other program, no network.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace despin::cli {

class Browser {
 public:
  using Json = nlohmann::json;

  Browser() {
    const std::string program = find();
    if (program.empty()) {
      why_not_ = "no chromium here; .ci/setup check installs one";
      return;
    }
    std::string folder = (std::filesystem::temp_directory_path() / "despin_page_XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) return;
    folder_ = folder;
    if (launch(program)) attach();
    if (session_.empty()) why_not_ = "chromium is installed but does not start";
  }
  ~Browser() {
    if (process_ > 0) {
      kill(process_, SIGKILL);
      waitpid(process_, nullptr, 0);
    }
    for (const int fd : {to_, from_}) {
      if (fd >= 0) close(fd);
    }
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
  }
  Browser(const Browser&) = delete;  // owns a process
  Browser& operator=(const Browser&) = delete;

  bool started() const { return !session_.empty(); }
  const std::string& why_not() const { return why_not_; }
  const std::string& folder() const { return folder_; }  // for the pages; goes with the browser

  void open(const std::string& url, int width, int height) {
    call("Emulation.setDeviceMetricsOverride",
         {{"width", width}, {"height", height}, {"deviceScaleFactor", 1}, {"mobile", width < 700}});
    loaded_ = false;
    call("Page.navigate", {{"url", url}});
    while (!loaded_ && receive()) {
    }
  }

  Json evaluate(const std::string& expression) {
    const Json result =
        call("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}});
    if (result.contains("exceptionDetails")) {
      complaints_.push_back(result["exceptionDetails"].dump());
      return nullptr;
    }
    return result.value("/result/value"_json_pointer, Json());
  }

  // A key of the keyboard by its name: "n", "Tab", "Enter", "ArrowRight".
  void press(const std::string& key) {
    Json down = {{"type", "keyDown"}, {"key", key}};
    if (key.size() == 1) down["text"] = key;
    if (key == "Enter") down.update({{"text", "\r"}, {"windowsVirtualKeyCode", 13}});
    if (key == "Tab") down.update({{"code", "Tab"}, {"windowsVirtualKeyCode", 9}});
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", {{"type", "keyUp"}, {"key", key}});
  }

  // Errors on the console, exceptions, breaches of the page's policy.
  const std::vector<std::string>& complaints() const { return complaints_; }
  // Addresses that were asked for, the page's own among them.
  const std::vector<std::string>& requests() const { return requests_; }

 private:
  static constexpr int kPatienceMs = 60000;

  static std::string find() {
    const char* path = std::getenv("PATH");
    std::string rest = path == nullptr ? "" : path;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(':'), rest.size());
      for (const char* name : {"chromium", "chromium-browser", "google-chrome"}) {
        const std::string program = rest.substr(0, end) + "/" + name;
        if (access(program.c_str(), X_OK) == 0) return program;
      }
      rest.erase(0, end + 1);
    }
    return {};
  }

  bool launch(const std::string& program) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) return false;
    const std::string profile = "--user-data-dir=" + folder_ + "/profile";
    process_ = fork();
    if (process_ == 0) {
      // Chromium reads commands from 3 and answers on 4. Both ends may be on those numbers.
      const int commands = fcntl(in[0], F_DUPFD, 10);
      const int answers = fcntl(out[1], F_DUPFD, 10);
      dup2(commands, 3);
      dup2(answers, 4);
      const int null = ::open("/dev/null", O_RDWR);
      for (const int fd : {0, 1, 2}) dup2(null, fd);
      execl(program.c_str(), program.c_str(), "--headless", "--no-sandbox", "--disable-gpu",
            "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
            "--remote-debugging-pipe", profile.c_str(), "about:blank", nullptr);
      _exit(127);
    }
    close(in[0]);
    close(out[1]);
    to_ = in[1];
    from_ = out[0];
    signal(SIGPIPE, SIG_IGN);
    return process_ > 0;
  }

  void attach() {
    const Json target = call("Target.createTarget", {{"url", "about:blank"}});
    if (!target.contains("targetId")) return;
    const Json attached =
        call("Target.attachToTarget", {{"targetId", target["targetId"]}, {"flatten", true}});
    session_ = attached.value("sessionId", "");
    for (const char* domain : {"Page", "Runtime", "Log", "Network"}) {
      call(std::string(domain) + ".enable", Json::object());
    }
    // Where a page scrolls to is then seen at once.
    call("Emulation.setEmulatedMedia",
         {{"features", {{{"name", "prefers-reduced-motion"}, {"value", "reduce"}}}}});
  }

  // The result of a command; what else arrives meanwhile is noted.
  Json call(const std::string& method, const Json& parameters) {
    const int id = ++last_id_;
    Json message = {{"id", id}, {"method", method}, {"params", parameters}};
    if (!session_.empty()) message["sessionId"] = session_;
    const std::string bytes = message.dump() + '\0';
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t written = write(to_, bytes.data() + at, bytes.size() - at);
      if (written <= 0) return nullptr;
      at += static_cast<std::size_t>(written);
    }
    answer_ = nullptr;
    awaited_ = id;
    while (awaited_ != 0 && receive()) {
    }
    if (answer_.contains("error")) complaints_.push_back(method + ": " + answer_["error"].dump());
    return answer_.contains("result") ? answer_["result"] : Json::object();
  }

  // Takes one message; false if none comes.
  bool receive() {
    std::size_t end = buffer_.find('\0');
    while (end == buffer_.npos) {
      pollfd ready{from_, POLLIN, 0};
      if (poll(&ready, 1, kPatienceMs) <= 0) return false;
      std::array<char, 65536> piece{};
      const ssize_t size = read(from_, piece.data(), piece.size());
      if (size <= 0) return false;
      buffer_.append(piece.data(), static_cast<std::size_t>(size));
      end = buffer_.find('\0');
    }
    const Json message = Json::parse(buffer_.substr(0, end), nullptr, false);
    buffer_.erase(0, end + 1);
    if (message.is_discarded()) return true;
    if (message.value("id", 0) == awaited_ && awaited_ != 0) {
      answer_ = message;
      awaited_ = 0;
    }
    const std::string method = message.value("method", "");
    if (method == "Page.loadEventFired") loaded_ = true;
    if (method == "Log.entryAdded" || method == "Runtime.exceptionThrown" ||
        (method == "Runtime.consoleAPICalled" && message["params"]["type"] == "error")) {
      complaints_.push_back(message["params"].dump());
    }
    if (method == "Network.requestWillBeSent") {
      requests_.push_back(message["params"]["request"]["url"]);
    }
    return true;
  }

  std::string why_not_;
  std::string folder_;
  pid_t process_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string session_;
  std::string buffer_;
  int last_id_ = 0;
  int awaited_ = 0;
  Json answer_;
  bool loaded_ = false;
  std::vector<std::string> complaints_;
  std::vector<std::string> requests_;
};

}  // namespace despin::cli
