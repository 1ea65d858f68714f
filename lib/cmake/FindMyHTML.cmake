# MyHTML, the HTML5 parser inside Modest (Debian: libmodest-dev), which has no package file.
# Makes MyHTML::MyHTML.
find_path(MyHTML_INCLUDE_DIR myhtml/myhtml.h)
find_library(MyHTML_LIBRARY NAMES modest)
mark_as_advanced(MyHTML_INCLUDE_DIR MyHTML_LIBRARY)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(MyHTML
  REQUIRED_VARS MyHTML_LIBRARY MyHTML_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "Debian: libmodest-dev")
if(MyHTML_FOUND AND NOT TARGET MyHTML::MyHTML)
  add_library(MyHTML::MyHTML UNKNOWN IMPORTED)
  set_target_properties(MyHTML::MyHTML PROPERTIES IMPORTED_LOCATION ${MyHTML_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${MyHTML_INCLUDE_DIR})
endif()
