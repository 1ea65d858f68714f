// The library that is linked says the version of the headers it was installed with.
#include "despin/version.h"

#include <cstdio>
#include <cstring>

int main() {
  std::printf("headers %s, library %s\n", despin::kVersion, despin::version());
  return std::strcmp(despin::kVersion, despin::version()) == 0 ? 0 : 1;
}
