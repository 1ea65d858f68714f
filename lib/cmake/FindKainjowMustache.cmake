# kainjow-mustache, the template engine of the pages (Debian: libkainjow-mustache-dev), one header
# that has no package file. Makes KainjowMustache::KainjowMustache.
find_path(KainjowMustache_INCLUDE_DIR kainjow/mustache.hpp)
mark_as_advanced(KainjowMustache_INCLUDE_DIR)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(KainjowMustache
  REQUIRED_VARS KainjowMustache_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "Debian: libkainjow-mustache-dev")
if(KainjowMustache_FOUND AND NOT TARGET KainjowMustache::KainjowMustache)
  add_library(KainjowMustache::KainjowMustache INTERFACE IMPORTED)
  set_target_properties(KainjowMustache::KainjowMustache PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES ${KainjowMustache_INCLUDE_DIR})
endif()
