// Formats whose records are elements of XML: feeds, and dumps of MediaWiki.
#include <string>

#include "lib/read/record_format.h"
#include "lib/read/xml_elements.h"

namespace despin::read {
namespace {

class ElementRecords : public RecordFormat {
 public:
  ElementRecords(Stream& stream, RecordKind kind, std::vector<std::string_view> names)
      : RecordFormat(stream), kind_(kind), elements_(stream, std::move(names)) {}

  Result<void> begin() override {
    constexpr std::size_t kDeclaration = 128;
    while (stream_.ahead().size() < kDeclaration && stream_.fill() == Fill::kMore) {
    }
    const std::string_view first = stream_.ahead().substr(0, kDeclaration);
    if (first.starts_with("\xFF\xFE") || first.starts_with("\xFE\xFF")) {
      return Error{ErrorCode::kUnsupported,
                   "XML in UTF-16; expected UTF-8: convert it first, iconv -f UTF-16 -t UTF-8 "
                   "FILE"};
    }
    content_type_ = "application/xml; charset=";
    content_type_ += xml_charset(first);
    return {};
  }

  Result<bool> next(RawRecord& record) override {
    for (;;) {
      const Fill found = elements_.find();
      if (found == Fill::kEnd) return false;
      open_record(record);
      record.kind = kind_;
      record.content_type = content_type_;
      if (found == Fill::kCorrupt) return corrupt(pass_corrupt());
      switch (elements_.take(record.bytes, kMaxPageBytes)) {
        case XmlElements::Taken::kCorrupt:
          return corrupt(pass_corrupt());
        case XmlElements::Taken::kCut:
          return corrupt(
              {ErrorCode::kTruncated, "the input ends inside an entry; expected a complete file"});
        case XmlElements::Taken::kTooLarge:
          return corrupt({ErrorCode::kTooLarge, "an entry longer than " +
                                                    std::to_string(kMaxPageBytes) +
                                                    " bytes; no page is that large"});
        case XmlElements::Taken::kWhole:
          break;
      }
      if (is_wanted(record.bytes)) {
        ++counts_.records;
        return true;
      }
      pass_record();
    }
  }

 protected:
  virtual bool is_wanted(std::string_view) const { return true; }

 private:
  Error pass_corrupt() {
    Error error = stream_.corruption();
    stream_.skip_corrupt();
    return error;
  }

  RecordKind kind_;
  XmlElements elements_;
  std::string content_type_;
};

class WikiRecords final : public ElementRecords {
 public:
  explicit WikiRecords(Stream& stream) : ElementRecords(stream, RecordKind::kWiki, {"page"}) {}

 protected:
  // Articles alone: no talk, user or template pages, no redirects.
  bool is_wanted(std::string_view page) const override {
    const std::string_view head = page.substr(0, page.find("<revision"));
    if (head.find("<redirect") != head.npos) return false;
    return head.find("<ns>") == head.npos || head.find("<ns>0</ns>") != head.npos;
  }
};

}  // namespace

std::unique_ptr<RecordFormat> feed_records(Stream& stream) {
  return std::make_unique<ElementRecords>(stream, RecordKind::kEntry,
                                          std::vector<std::string_view>{"item", "entry"});
}

std::unique_ptr<RecordFormat> wiki_records(Stream& stream) {
  return std::make_unique<WikiRecords>(stream);
}

}  // namespace despin::read
