# What `cmake --install` puts where: headers, library, package files, the
# command with its manual, and the model. The components are the packages of packages.cmake.
include(CMakePackageConfigHelpers)

set(despin_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/despin)
install(TARGETS despin EXPORT despinTargets
  LIBRARY COMPONENT library NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development
  FILE_SET HEADERS COMPONENT development)
install(EXPORT despinTargets NAMESPACE despin:: DESTINATION ${despin_package_dir}
  COMPONENT development)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/despinConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
set(despin_html_find FindMyHTML.cmake)
if(despin_html_parser STREQUAL "lexbor")
  set(despin_html_find FindLexbor.cmake)
endif()
configure_package_config_file(${PROJECT_SOURCE_DIR}/lib/cmake/despinConfig.cmake.in
  ${PROJECT_BINARY_DIR}/despinConfig.cmake INSTALL_DESTINATION ${despin_package_dir}
  NO_SET_AND_CHECK_MACRO)
install(FILES ${PROJECT_BINARY_DIR}/despinConfig.cmake
  ${PROJECT_BINARY_DIR}/despinConfigVersion.cmake ${PROJECT_SOURCE_DIR}/lib/cmake/${despin_html_find}
  DESTINATION ${despin_package_dir} COMPONENT development)

# A path relative to the .pc file lets the installed tree be moved.
file(RELATIVE_PATH despin_pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" despin_pc_prefix "${despin_pc_prefix}")
# Only who links the static library needs what that links.
set(despin_pc_cflags "")
set(despin_pc_private "")
if(BUILD_SHARED_LIBS)
  set(despin_pc_cflags " -DDESPIN_SHARED")
else()
  set(despin_html_library modest)
  if(despin_html_parser STREQUAL "lexbor")
    set(despin_html_library lexbor)
  endif()
  string(CONFIGURE [[
Requires.private: icu-uc icu-i18n libzstd libisal libbrotlidec liblzma libxml-2.0
Libs.private: -l@despin_html_library@ -lbz2 -lpthread -lstdc++ -lm
]] despin_pc_private @ONLY)
endif()
configure_file(${PROJECT_SOURCE_DIR}/lib/cmake/despin.pc.in ${PROJECT_BINARY_DIR}/despin.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/despin.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
  COMPONENT development)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE
  DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT licenses)
if(EXISTS ${PROJECT_SOURCE_DIR}/models/en.despin)
  install(FILES ${PROJECT_SOURCE_DIR}/models/en.despin DESTINATION ${CMAKE_INSTALL_DATADIR}/despin
    COMPONENT model)
endif()

if(TARGET despin_cli)
  install(TARGETS despin_cli RUNTIME COMPONENT command)
  install(FILES ${PROJECT_SOURCE_DIR}/lib/cli/despin.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
    COMPONENT manual)  # packages hold it compressed
  # Source name, installed folder and installed name of each shell's completion.
  foreach(entry IN ITEMS
      "completion/despin.bash|${CMAKE_INSTALL_DATADIR}/bash-completion/completions|despin"
      "completion/_despin|${CMAKE_INSTALL_DATADIR}/zsh/site-functions|_despin"
      "completion/despin.fish|${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d|despin.fish")
    string(REPLACE "|" ";" entry "${entry}")
    list(GET entry 0 source)
    list(GET entry 1 folder)
    list(GET entry 2 name)
    if(EXISTS ${PROJECT_SOURCE_DIR}/lib/cli/${source})
      install(FILES ${PROJECT_SOURCE_DIR}/lib/cli/${source} DESTINATION ${folder} RENAME ${name}
        COMPONENT command)
    endif()
  endforeach()
endif()
