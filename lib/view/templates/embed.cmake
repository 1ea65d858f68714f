# Writes a header that holds the pages: of each its template, style and script, and the
# hashes by which its Content-Security-Policy lets just these two run.
#
#   cmake -DOUTPUT=page_files.h -P embed.cmake
cmake_policy(VERSION 3.25)

# "sha256-<base64>" of a text, as the policy spells it.
function(policy_hash text out)
  string(SHA256 hex "${text}")
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

# The texts of files of this folder, one after the other.
function(read_files out)
  set(all "")
  foreach(file IN LISTS ARGN)
    file(READ "${CMAKE_CURRENT_LIST_DIR}/${file}" text)
    string(APPEND all "${text}")
  endforeach()
  set(${out} "${all}" PARENT_SCOPE)
endfunction()

# What all pages have in their heads stands in place of {{head}}.
function(add_page constant name)
  read_files(html ${name}.html)
  read_files(head head.html)
  string(REPLACE "{{head}}" "${head}" html "${html}")
  read_files(style shared.css ${name}.css)
  policy_hash("${style}" style_hash)
  read_files(script sorting.js ${name}.js)
  policy_hash("${script}" script_hash)
  string(APPEND header "inline constexpr PageFiles ${constant}{\n")
  foreach(part IN ITEMS html style style_hash script script_hash)
    string(APPEND header "    .${part} = R\"~~(${${part}})~~\",\n")
  endforeach()
  string(APPEND header "};\n")
  set(header "${header}" PARENT_SCOPE)
endfunction()

set(header "// Made from lib/view/templates by embed.cmake.\n#pragma once\n\n")
string(APPEND header "#include \"lib/view/html.h\"\n\nnamespace despin::view::page {\n")
add_page(kComparison comparison)
add_page(kReport report)
string(APPEND header "}  // namespace despin::view::page\n")
file(WRITE "${OUTPUT}" "${header}")
