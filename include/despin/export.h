// despin/export.h - marks what a shared libdespin exports; all else is hidden.
#pragma once

#if defined(DESPIN_SHARED)
#define DESPIN_EXPORT __attribute__((visibility("default")))
#else
#define DESPIN_EXPORT
#endif
