/** `pytracify/stdlib` in Node, where the library is always there: a program written for both worlds may import it. */
export {}
