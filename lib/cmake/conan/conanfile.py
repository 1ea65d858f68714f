"""Conan 2 recipe: conan create lib/cmake/conan

Libraries come from the system's packages (Debian's names below), as for every other build.
"""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy
from conan.tools.system.package_manager import Apt

ROOT = Path(__file__).resolve().parents[3]


class DespinConan(ConanFile):
    name = "despin"
    description = 'Finds machine-reworded ("spun") copies of original reporting'
    license = "Apache-2.0"
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False], "fPIC": [True, False]}
    default_options = {"shared": False, "fPIC": True}

    def set_version(self):
        text = (ROOT / "include/despin/version.h").read_text()
        parts = re.findall(r"#define DESPIN_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", text)
        self.version = ".".join(parts)

    def export_sources(self):
        for pattern in (
            *("CMakeLists.txt", "LICENSE", "NOTICE", "CHANGELOG.md"),
            *("include/*", "lib/*", "models/en.despin"),
        ):
            copy(self, pattern, ROOT, self.export_sources_folder)

    def configure(self):
        if self.options.shared:
            self.options.rm_safe("fPIC")

    def validate(self):
        check_min_cppstd(self, 20)

    def system_requirements(self):
        Apt(self).install(
            ["libicu-dev", "libmodest-dev", "libzstd-dev", "libisal-dev", "libbrotli-dev"]
            + ["libbz2-dev", "liblzma-dev", "libxml2-dev", "pkg-config"],
            check=True,
        )

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        for part in ("CLI", "TESTS", "TOOLS"):
            toolchain.cache_variables[f"DESPIN_BUILD_{part}"] = False
        toolchain.cache_variables["CMAKE_UNITY_BUILD"] = True  # a room at a time: half the time
        toolchain.cache_variables["CMAKE_UNITY_BUILD_BATCH_SIZE"] = "0"
        toolchain.generate()
        CMakeDeps(self).generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()

    def package_info(self):
        # The library's own package files find what it links.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/despin"]
        self.cpp_info.libs = ["despin"]
