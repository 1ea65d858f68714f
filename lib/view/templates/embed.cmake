# Writes a header that holds the pages: of each its template, style and script, and the
# hashes by which its Content-Security-Policy lets just these two run.
#
#   cmake -DOUTPUT=page_files.h -P embed.cmake
#
# Templates are Mustache. Four things are done to them here:
#   {{! a comment}} is left out, with the end of its line;
#   {{> name}} is replaced by name.html without its last line end, so that a partial is parsed
#     once a page and not once a row;
#   a line that begins with spaces goes on with the line before: its spaces and the line end
#     before it are left out. So elements that must not have white space between them can
#     stand on lines of their own;
#   a line of nothing but tags of sections is left out but for these, as Mustache wants it.
#     (kainjow-mustache does so where a section is shown, but leaves a blank line where not.)
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
  set(${out} "sha256-${base64}=" PARENT_SCOPE)
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

# The template `name` with its partials in place.
function(read_template name out)
  file(READ "${CMAKE_CURRENT_LIST_DIR}/${name}.html" html)
  string(REGEX REPLACE "{{![^}]*}}\n?" "" html "${html}")
  string(REGEX REPLACE "\n +" "" html "${html}")
  while(html MATCHES "{{> *([a-z_]+) *}}")
    set(tag "${CMAKE_MATCH_0}")
    read_template(${CMAKE_MATCH_1} partial)
    string(REGEX REPLACE "\n$" "" partial "${partial}")
    string(REPLACE "${tag}" "${partial}" html "${html}")
  endwhile()
  set(${out} "${html}" PARENT_SCOPE)
endfunction()

function(add_page constant name)
  read_template(${name} html)
  set(before "")
  while(NOT before STREQUAL html)  # a match takes the line end that the next would begin with
    set(before "${html}")
    string(REGEX REPLACE "(\n({{[#^/][a-z_]+}})+)\n" "\\1" html "${html}")
  endwhile()
  read_files(style shared.css ${name}.css)
  policy_hash("${style}" style_hash)
  read_files(script sorting.js ${ARGN} ${name}.js)
  policy_hash("${script}" script_hash)
  string(APPEND header "inline constexpr PageFiles ${constant}{\n")
  foreach(part IN ITEMS html style style_hash script script_hash)
    string(APPEND header "    .${part} = R\"~~(${${part}})~~\",\n")
  endforeach()
  string(APPEND header "};\n")
  set(header "${header}" PARENT_SCOPE)
endfunction()

set(header "// Made from lib/view/templates by embed.cmake.\n#pragma once\n\n")
string(APPEND header "#include \"lib/view/page.h\"\n\nnamespace despin::view::page {\n")
add_page(kComparison comparison)
add_page(kReport report saving.js)
string(APPEND header "}  // namespace despin::view::page\n")
file(WRITE "${OUTPUT}" "${header}")
