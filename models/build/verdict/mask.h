// models/build/verdict/mask.h
// Removes the strings by which spun pages were found, before anything is measured.
//
//   const train::Mask mask = train::Mask::read("markers.txt");
//   use(mask.cut(record.text));
//
// Threads  Immutable.
// Errors   A file that cannot be read removes nothing.
#pragma once

#include <regex>
#include <string>
#include <vector>

namespace despin::train {

class Mask {
 public:
  // One string a line.
  static Mask read(const std::string& path);
  // Every string cut out, whatever its case, longer ones first, a space in its place.
  std::string cut(std::string text) const;

 private:
  std::vector<std::regex> markers_;
};

}  // namespace despin::train
