#include <nlohmann/json.hpp>

#include "despin/source_index.h"

namespace despin {
inline namespace v1 {

std::string to_json(const std::vector<SourceMatch>& matches, std::string_view id) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const SourceMatch& match : matches) {
    Json passages = Json::array();
    for (const ByteSpan& passage : match.passages) {
      passages.push_back({{"begin_byte", passage.begin_byte}, {"end_byte", passage.end_byte}});
    }
    list.push_back({{"id", match.id},
                    {"url", match.url},
                    {"title", match.title},
                    {"date", match.date},
                    {"score", match.score},
                    {"copied", match.copied},
                    {"swapped", match.swapped},
                    {"verdict", std::string(name_of(match.relation))},
                    {"passages", std::move(passages)}});
  }
  const Json json = {
      {"schema", "despin.search/1"}, {"id", std::string(id)}, {"matches", std::move(list)}};
  // An id may be a path of any bytes; what is not UTF-8 in it is replaced.
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace v1
}  // namespace despin
