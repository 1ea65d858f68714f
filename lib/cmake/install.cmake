# What `cmake --install` puts where: headers, library, package files, the
# command with its manual, and the model.
include(CMakePackageConfigHelpers)

set(despin_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/despin)
install(TARGETS despin EXPORT despinTargets FILE_SET HEADERS)
install(EXPORT despinTargets NAMESPACE despin:: DESTINATION ${despin_package_dir})
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
  DESTINATION ${despin_package_dir})

# A path relative to the .pc file lets the installed tree be moved.
file(RELATIVE_PATH despin_pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" despin_pc_prefix "${despin_pc_prefix}")
set(despin_html_library modest)
if(despin_html_parser STREQUAL "lexbor")
  set(despin_html_library lexbor)
endif()
set(despin_pc_cflags "")
if(BUILD_SHARED_LIBS)
  set(despin_pc_cflags " -DDESPIN_SHARED")
endif()
configure_file(${PROJECT_SOURCE_DIR}/lib/cmake/despin.pc.in ${PROJECT_BINARY_DIR}/despin.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/despin.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/NOTICE
  DESTINATION ${CMAKE_INSTALL_DOCDIR})
if(EXISTS ${PROJECT_SOURCE_DIR}/models/en.despin)
  install(FILES ${PROJECT_SOURCE_DIR}/models/en.despin DESTINATION ${CMAKE_INSTALL_DATADIR}/despin)
endif()

if(TARGET despin_cli)
  install(TARGETS despin_cli RUNTIME)
  # Source name, installed folder and installed name of each file beside the command.
  foreach(entry IN ITEMS
      "despin.1|${CMAKE_INSTALL_MANDIR}/man1|despin.1"
      "completion/despin.bash|${CMAKE_INSTALL_DATADIR}/bash-completion/completions|despin"
      "completion/_despin|${CMAKE_INSTALL_DATADIR}/zsh/site-functions|_despin"
      "completion/despin.fish|${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d|despin.fish")
    string(REPLACE "|" ";" entry "${entry}")
    list(GET entry 0 source)
    list(GET entry 1 folder)
    list(GET entry 2 name)
    if(EXISTS ${PROJECT_SOURCE_DIR}/lib/cli/${source})
      install(FILES ${PROJECT_SOURCE_DIR}/lib/cli/${source} DESTINATION ${folder} RENAME ${name})
    endif()
  endforeach()
endif()
