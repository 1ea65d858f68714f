// DESPIN_LIB names the folder of libdespin_c.so, if the linker does not find it by itself.
fn main() {
    if let Ok(folder) = std::env::var("DESPIN_LIB") {
        println!("cargo:rustc-link-search=native={folder}");
        println!("cargo:rustc-link-arg=-Wl,-rpath,{folder}");
    }
    println!("cargo:rustc-link-lib=dylib=despin_c");
    println!("cargo:rerun-if-env-changed=DESPIN_LIB");
}
