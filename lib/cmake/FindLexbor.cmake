# lexbor, the HTML5 parser that follows MyHTML; with or without a package file. Makes
# Lexbor::Lexbor.
find_path(Lexbor_INCLUDE_DIR lexbor/html/html.h)
find_library(Lexbor_LIBRARY NAMES lexbor)
mark_as_advanced(Lexbor_INCLUDE_DIR Lexbor_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Lexbor REQUIRED_VARS Lexbor_LIBRARY Lexbor_INCLUDE_DIR)
if(Lexbor_FOUND AND NOT TARGET Lexbor::Lexbor)
  add_library(Lexbor::Lexbor UNKNOWN IMPORTED)
  set_target_properties(Lexbor::Lexbor PROPERTIES IMPORTED_LOCATION ${Lexbor_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${Lexbor_INCLUDE_DIR})
endif()
