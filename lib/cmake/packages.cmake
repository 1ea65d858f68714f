# Debian packages, by CPack from the components of install.cmake: libdespin0.1, libdespin-dev,
# despin (the command) and despin-en (the model). .ci/packages builds them, with shared libraries,
# and tries them in a bare system.
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME despin)
set(CPACK_PACKAGE_VENDOR despin)
set(DESPIN_PACKAGE_CONTACT "The despin authors <despin@example.org>" CACHE STRING
  "Who answers for packages that are made by this build")
set(CPACK_PACKAGE_CONTACT ${DESPIN_PACKAGE_CONTACT})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL library development command model)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION text)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

set(despin_package_library libdespin${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
set(despin_package_development libdespin-dev)
set(despin_package_command despin)
set(despin_package_model despin-en)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  string(TOUPPER ${component} upper)
  set(CPACK_DEBIAN_${upper}_PACKAGE_NAME ${despin_package_${component}})
endforeach()

set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION
  "The library for C++ and C that checks, compares and searches texts.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
  "Headers, and files for CMake and pkg-config.")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION
  "Checks files, tables and web archives, and finds the sources of copies.")
set(CPACK_COMPONENT_MODEL_DESCRIPTION
  "What the library and the command judge English texts by.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "${despin_package_library} (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
file(WRITE ${PROJECT_BINARY_DIR}/library/triggers "activate-noawait ldconfig\n")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/library/triggers)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS ${despin_package_model})
set(CPACK_DEBIAN_COMMAND_PACKAGE_DEPENDS ${despin_package_model})
set(CPACK_DEBIAN_MODEL_PACKAGE_ARCHITECTURE all)
set(CPACK_DEBIAN_MODEL_PACKAGE_SHLIBDEPS OFF)

# Each package holds its licenses, the list of changes, and what it is made of (CycloneDX).
include(lib/cmake/sbom.cmake)
file(READ ${PROJECT_SOURCE_DIR}/NOTICE despin_notice)
file(WRITE ${PROJECT_BINARY_DIR}/copyright "${despin_notice}\n"
  "The text of the Apache License 2.0 is in /usr/share/common-licenses/Apache-2.0 on Debian.\n")
function(despin_compress from to)
  execute_process(COMMAND gzip -9nc INPUT_FILE ${from} OUTPUT_FILE ${PROJECT_BINARY_DIR}/${to}
    COMMAND_ERROR_IS_FATAL ANY)
endfunction()
despin_compress(${PROJECT_SOURCE_DIR}/CHANGELOG.md changelog.gz)
string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # of $SOURCE_DATE_EPOCH if that is set
file(WRITE ${PROJECT_BINARY_DIR}/changelog.Debian
  "despin (${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE}) unstable; urgency=medium\n\n"
  "  * Packaged by the build; what changed is in changelog.gz.\n\n"
  " -- ${CPACK_PACKAGE_CONTACT}  ${date}\n")
despin_compress(${PROJECT_BINARY_DIR}/changelog.Debian changelog.Debian.gz)
foreach(component IN LISTS CPACK_COMPONENTS_ALL)
  set(sbom ${PROJECT_BINARY_DIR}/sbom/${despin_package_${component}}.cdx.json)
  despin_write_sbom(${component} ${despin_package_${component}} ${sbom})
  install(FILES ${PROJECT_BINARY_DIR}/copyright ${PROJECT_BINARY_DIR}/changelog.gz
      ${PROJECT_BINARY_DIR}/changelog.Debian.gz ${sbom} COMPONENT ${component}
    DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${despin_package_${component}})
endforeach()
if(TARGET despin_cli)
  despin_compress(${PROJECT_SOURCE_DIR}/lib/cli/despin.1 despin.1.gz)
  install(FILES ${PROJECT_BINARY_DIR}/despin.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
    COMPONENT command)
endif()

include(CPack)
