# Writes a header that holds the page's template, style and script, and the hashes by which
# its Content-Security-Policy lets just these two run.
#
#   cmake -DOUTPUT=comparison_files.h -P embed.cmake
cmake_policy(VERSION 3.25)

# "sha256-<base64>" of a file, as the policy spells it.
function(policy_hash file out)
  file(SHA256 "${file}" hex)
  set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  set(base64 "")
  # 64 hexadecimal digits: ten groups of three bytes, then two bytes.
  foreach(at RANGE 0 60 6)
    string(SUBSTRING "${hex}00" ${at} 6 group)
    math(EXPR bits "0x${group}")
    foreach(shift IN ITEMS 18 12 6 0)
      math(EXPR index "(${bits} >> ${shift}) & 63")
      string(SUBSTRING "${alphabet}" ${index} 1 letter)
      string(APPEND base64 "${letter}")
    endforeach()
  endforeach()
  string(SUBSTRING "${base64}" 0 43 base64)
  set(${out} "'sha256-${base64}='" PARENT_SCOPE)
endfunction()

set(header "// Made from lib/cli/page by embed.cmake.\n#pragma once\n\n#include <string_view>\n\n")
string(APPEND header "namespace despin::cli::page {\n")
foreach(entry IN ITEMS kTemplate:comparison.html kStyle:comparison.css kScript:comparison.js)
  string(REGEX MATCH "^([^:]*):(.*)$" unused "${entry}")
  set(name ${CMAKE_MATCH_1})
  set(file "${CMAKE_CURRENT_LIST_DIR}/${CMAKE_MATCH_2}")
  file(READ "${file}" text)
  string(APPEND header "inline constexpr std::string_view ${name} = R\"~~(${text})~~\";\n")
  if(NOT name STREQUAL "kTemplate")
    policy_hash("${file}" hash)
    string(APPEND header "inline constexpr std::string_view ${name}Hash = \"${hash}\";\n")
  endif()
endforeach()
string(APPEND header "}  // namespace despin::cli::page\n")
file(WRITE "${OUTPUT}" "${header}")
