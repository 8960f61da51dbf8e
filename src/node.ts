/** pytracify in Node: the public API, with the library in a file beside the bundle. */
import './library/file'

export * from './index'
