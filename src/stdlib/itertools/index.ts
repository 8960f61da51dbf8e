/**
 * The `itertools` module.
 */
import { defineModule } from '../../objects/define'
import {
  accumulateType,
  batchedType,
  chainType,
  compressType,
  countType,
  cycleType,
  dropwhileType,
  filterfalseType,
  groupbyType,
  grouperType,
  isliceType,
  pairwiseType,
  repeatType,
  starmapType,
  takewhileType,
  tee,
  teeType,
  zipLongestType,
} from './basic'
import { combinationsType, combinationsWithReplacementType, permutationsType, productType } from './combinatoric'

export const load = defineModule('itertools', 'Iterators for efficient loops.', {
  functions: {
    'tee(iterable, n: index = 2, /)': ['Return n independent iterators over one iterable.', tee],
  },
  types: [
    accumulateType,
    batchedType,
    combinationsType,
    combinationsWithReplacementType,
    cycleType,
    dropwhileType,
    takewhileType,
    isliceType,
    starmapType,
    chainType,
    compressType,
    filterfalseType,
    countType,
    pairwiseType,
    permutationsType,
    productType,
    repeatType,
    groupbyType,
    zipLongestType,
    grouperType,
    teeType,
  ],
})
