# despin_write_sbom(COMPONENT NAME FILE): what one package is made of, as CycloneDX 1.5.
#
# Versions are those that this build found. The command holds code of header libraries; the shared
# library and the command load the others; the model is data.
set(despin_sbom_loaded
  "icu|${ICU_VERSION}|Unicode-DFS-2016"
  "zstd|${ZSTD_VERSION}|BSD-3-Clause"
  "isa-l|${ISAL_VERSION}|BSD-3-Clause"
  "brotli|${BROTLI_VERSION}|MIT"
  "xz-utils|${LZMA_VERSION}|0BSD"
  "libxml2|${LIBXML_VERSION}|MIT"
  "bzip2|${BZIP2_VERSION_STRING}|bzip2-1.0.6")
if(despin_html_parser STREQUAL "lexbor")
  list(APPEND despin_sbom_loaded "lexbor||Apache-2.0")
else()
  list(APPEND despin_sbom_loaded "modest||LGPL-2.1-or-later")
endif()
set(despin_sbom_library ${despin_sbom_loaded})
set(despin_sbom_command ${despin_sbom_loaded}
  "cli11|${CLI11_VERSION}|BSD-3-Clause"
  "nlohmann-json|${nlohmann_json_VERSION}|MIT"
  "kainjow-mustache||BSL-1.0"
  "boost-math|${Boost_VERSION}|BSL-1.0")
set(despin_sbom_development "")
set(despin_sbom_model "")

function(despin_write_sbom component name file)
  set(sbom "{}")
  macro(put value)
    string(JSON sbom SET "${sbom}" ${ARGN} "${value}")
  endmacro()
  put("\"CycloneDX\"" bomFormat)
  put("\"1.5\"" specVersion)
  put(1 version)
  put("{}" metadata)
  put("{}" metadata component)
  put("\"library\"" metadata component type)
  put("\"${name}\"" metadata component name)
  put("\"${PROJECT_VERSION}\"" metadata component version)
  put("[{\"license\": {\"id\": \"Apache-2.0\"}}]" metadata component licenses)
  put("[]" components)
  set(at 0)
  foreach(entry IN LISTS despin_sbom_${component})
    string(REPLACE "|" ";" entry "${entry}")
    list(GET entry 0 part)
    list(GET entry 1 version)
    list(GET entry 2 license)
    put("{\"type\": \"library\", \"licenses\": [{\"license\": {}}]}" components ${at})
    put("\"${part}\"" components ${at} name)
    if(NOT version STREQUAL "")
      put("\"${version}\"" components ${at} version)
    endif()
    put("\"${license}\"" components ${at} licenses 0 license id)
    math(EXPR at "${at} + 1")
  endforeach()
  file(WRITE ${file} "${sbom}\n")
endfunction()
