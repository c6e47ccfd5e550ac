/** Intrinsic functions on lists: Select, GetAZs, Cidr, Length. */
import type { Json } from '../../contract/json.js';
import { availabilityZones } from './availability-zones.js';
import { addressBlocks } from './address-blocks.js';
import { isList, isObject, scalarText } from './json-shape.js';
import type { Intrinsic } from './scope.js';
import { templateError } from './template-failure.js';

const selectForm = 'Fn::Select requires a list argument with two elements: an integer index and a list';
const cidrForm =
  'every Fn::Cidr object requires two or three parameters, (1) an address block, (2) the number of blocks to make and (3) the number of host bits of a block.';

export const listFunctions: readonly Intrinsic[] = [
  {
    name: 'Fn::Select',
    check: (argument) => {
      if (!isList(argument) || argument.length !== 2) throw templateError(selectForm);
      const [index, list] = argument;
      if (!isObject(index) && !/^[0-9]+$/.test(scalarText(index) ?? '')) throw templateError(selectForm);
      if (!isList(list) && !isObject(list)) throw templateError(selectForm);
    },
    evaluate: (argument, scope) => {
      const [index, list] = argument as readonly Json[];
      const place = Number(scalarText(scope.evaluate(index ?? null)));
      const items = scope.evaluate(list ?? null);
      if (!isList(items) || !Number.isInteger(place)) throw templateError(selectForm);
      const item = items[place];
      if (item === undefined)
        throw templateError(`Fn::Select cannot select nonexistent value at index ${place}`);
      return item;
    },
  },
  {
    name: 'Fn::GetAZs',
    check: (argument) => {
      if (isList(argument)) throw templateError('every Fn::GetAZs object must have a String-typed value.');
    },
    evaluate: (argument, scope) => {
      const region = scalarText(scope.evaluate(argument)) ?? '';
      return availabilityZones(region === '' ? scope.region : region);
    },
  },
  {
    name: 'Fn::Cidr',
    check: (argument) => {
      if (!isList(argument) || argument.length < 2 || argument.length > 3) throw templateError(cidrForm);
    },
    evaluate: (argument, scope) => {
      const [block, count, bits] = (argument as readonly Json[]).map((each) =>
        scalarText(scope.evaluate(each)),
      );
      if (block === undefined || count === undefined) throw templateError(cidrForm);
      return addressBlocks(block, Number(count), bits === undefined ? undefined : Number(bits));
    },
  },
  {
    name: 'Fn::Length',
    check: (argument) => {
      if (!isList(argument) && !isObject(argument)) throw templateError('Fn::Length must be given a list.');
    },
    evaluate: (argument, scope) => {
      const items = scope.evaluate(argument);
      if (!isList(items)) throw templateError('Fn::Length must be given a list.');
      return items.length;
    },
  },
];
