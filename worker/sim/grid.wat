;; The inner loops of grid.ts: putting points into cells, and telling which of them are near each other, eight at a time.
;; Whole numbers throughout, so that every machine comes to the same. Addresses are bytes; each region is a global that
;; grid.ts sets. `npm run grid:kernel` turns this file into grid-kernel.ts.
(module
  (memory (export "memory") 1)

  ;; In: where each point is, by id.
  (global $xCm (export "xCm") (mut i32) (i32.const 0))
  (global $zCm (export "zCm") (mut i32) (i32.const 0))
  ;; The cell of each point, by id.
  (global $cellOf (export "cellOf") (mut i32) (i32.const 0))
  ;; First point of each cell, one more at the end.
  (global $starts (export "starts") (mut i32) (i32.const 0))
  ;; The points in the order of their cells: x and z side by side, the low 16 bits of both, and whose they are.
  (global $points (export "points") (mut i32) (i32.const 0))
  (global $lows (export "lows") (mut i32) (i32.const 0))
  (global $ids (export "ids") (mut i32) (i32.const 0))
  ;; Out: places met, and for each point where those it met end among them.
  (global $met (export "met") (mut i32) (i32.const 0))
  (global $ends (export "ends") (mut i32) (i32.const 0))

  ;; For each set of lanes, the bytes that bring these to the front: what `swizzle` packs places with.
  (data (i32.const 0)
    "\80\80\80\80\80\80\80\80\80\80\80\80\80\80\80\80" "\00\01\02\03\80\80\80\80\80\80\80\80\80\80\80\80"
    "\04\05\06\07\80\80\80\80\80\80\80\80\80\80\80\80" "\00\01\02\03\04\05\06\07\80\80\80\80\80\80\80\80"
    "\08\09\0a\0b\80\80\80\80\80\80\80\80\80\80\80\80" "\00\01\02\03\08\09\0a\0b\80\80\80\80\80\80\80\80"
    "\04\05\06\07\08\09\0a\0b\80\80\80\80\80\80\80\80" "\00\01\02\03\04\05\06\07\08\09\0a\0b\80\80\80\80"
    "\0c\0d\0e\0f\80\80\80\80\80\80\80\80\80\80\80\80" "\00\01\02\03\0c\0d\0e\0f\80\80\80\80\80\80\80\80"
    "\04\05\06\07\0c\0d\0e\0f\80\80\80\80\80\80\80\80" "\00\01\02\03\04\05\06\07\0c\0d\0e\0f\80\80\80\80"
    "\08\09\0a\0b\0c\0d\0e\0f\80\80\80\80\80\80\80\80" "\00\01\02\03\08\09\0a\0b\0c\0d\0e\0f\80\80\80\80"
    "\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f\80\80\80\80" "\00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f")

  ;; The least and the most of $count numbers from $from on; there is at least one.
  (func (export "extent") (param $from i32) (param $count i32) (result i32 i32)
    (local $least v128) (local $most v128) (local $four v128) (local $end i32)
    (local.set $end (i32.add (local.get $from) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $least (v128.load32_splat (local.get $from)))
    (local.set $most (local.get $least))
    (block $done
      (loop $nextFour
        (br_if $done (i32.gt_u (i32.add (local.get $from) (i32.const 16)) (local.get $end)))
        (local.set $four (v128.load (local.get $from)))
        (local.set $least (i32x4.min_s (local.get $least) (local.get $four)))
        (local.set $most (i32x4.max_s (local.get $most) (local.get $four)))
        (local.set $from (i32.add (local.get $from) (i32.const 16)))
        (br $nextFour)))
    (block $done
      (loop $nextOne
        (br_if $done (i32.ge_u (local.get $from) (local.get $end)))
        (local.set $four (v128.load32_splat (local.get $from)))
        (local.set $least (i32x4.min_s (local.get $least) (local.get $four)))
        (local.set $most (i32x4.max_s (local.get $most) (local.get $four)))
        (local.set $from (i32.add (local.get $from) (i32.const 4)))
        (br $nextOne)))
    ;; Of four lanes one.
    (local.set $four (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $least) (local.get $least)))
    (local.set $least (i32x4.min_s (local.get $least) (local.get $four)))
    (local.set $four (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $most) (local.get $most)))
    (local.set $most (i32x4.max_s (local.get $most) (local.get $four)))
    (local.set $four (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $least) (local.get $least)))
    (i32x4.extract_lane 0 (i32x4.min_s (local.get $least) (local.get $four)))
    (local.set $four (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $most) (local.get $most)))
    (i32x4.extract_lane 0 (i32x4.max_s (local.get $most) (local.get $four))))

  ;; On which line (column or row) each of four coordinates lies.
  (func $linesOf (param $four v128) (param $origin f64) (param $perLine f64) (result v128)
    (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23
      (i32x4.trunc_sat_f64x2_s_zero (f64x2.mul (f64x2.splat (local.get $perLine))
        (f64x2.sub (f64x2.convert_low_i32x4_s (local.get $four)) (f64x2.splat (local.get $origin)))))
      (i32x4.trunc_sat_f64x2_s_zero (f64x2.mul (f64x2.splat (local.get $perLine))
        (f64x2.sub
          (f64x2.convert_low_i32x4_s
            (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $four) (local.get $four)))
          (f64x2.splat (local.get $origin)))))))

  ;; Counting sort: each point's cell, how many each cell has, and then each point to its place; returns how many the
  ;; fullest cell has. A product by what a division would divide by is quicker; origins half a centimetre below the least keep
  ;; whole ones away from where it would round.
  (func (export "sort") (param $count i32) (param $cells i32) (param $columns i32) (param $margin i32)
    (param $originX f64) (param $originZ f64) (param $perColumn f64) (param $perRow f64)
    (result i32)
    (local $i i32) (local $at i32) (local $cell i32) (local $total i32) (local $fullest i32) (local $x i32) (local $z i32)
    (local $four v128)
    ;; Four at a time, the last ones with some of whom nobody asks.
    (block $celled (loop $nextFour
      (br_if $celled (i32.ge_u (local.get $i) (local.get $count)))
      (local.set $at (i32.shl (local.get $i) (i32.const 2)))
      (local.set $four (i32x4.mul (i32x4.splat (local.get $columns)) (call $linesOf
        (v128.load (i32.add (global.get $zCm) (local.get $at))) (local.get $originZ) (local.get $perRow))))
      (v128.store (i32.add (global.get $cellOf) (local.get $at))
        (i32x4.add (i32x4.add (local.get $four) (i32x4.splat (local.get $margin))) (call $linesOf
          (v128.load (i32.add (global.get $xCm) (local.get $at))) (local.get $originX) (local.get $perColumn))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br $nextFour)))
    (memory.fill (global.get $starts) (i32.const 0) (i32.shl (i32.add (local.get $cells) (i32.const 1)) (i32.const 2)))
    (local.set $at (global.get $cellOf))
    (local.set $i (i32.add (local.get $at) (i32.shl (local.get $count) (i32.const 2))))
    (block $counted (loop $next
      (br_if $counted (i32.ge_u (local.get $at) (local.get $i)))
      (local.set $cell (i32.add (global.get $starts) (i32.shl (i32.load (local.get $at)) (i32.const 2))))
      (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br $next)))
    ;; Each cell's count becomes its end.
    (local.set $at (global.get $starts))
    (local.set $i (i32.add (local.get $at) (i32.shl (i32.add (local.get $cells) (i32.const 1)) (i32.const 2))))
    (loop $next
      (local.set $cell (i32.load (local.get $at)))
      (local.set $fullest (select (local.get $cell) (local.get $fullest) (i32.gt_u (local.get $cell) (local.get $fullest))))
      (local.set $total (i32.add (local.get $total) (local.get $cell)))
      (i32.store (local.get $at) (local.get $total))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $i))))
    ;; From behind, so that each end moves down to its cell's first point.
    (local.set $i (local.get $count))
    (block $placed (loop $next
      (br_if $placed (i32.eqz (local.get $i)))
      (local.set $i (i32.sub (local.get $i) (i32.const 1)))
      (local.set $at (i32.shl (local.get $i) (i32.const 2)))
      (local.set $x (i32.load (i32.add (global.get $xCm) (local.get $at))))
      (local.set $z (i32.load (i32.add (global.get $zCm) (local.get $at))))
      (local.set $cell (i32.add (global.get $starts)
        (i32.shl (i32.load (i32.add (global.get $cellOf) (local.get $at))) (i32.const 2))))
      (local.set $at (i32.sub (i32.load (local.get $cell)) (i32.const 1)))
      (i32.store (local.get $cell) (local.get $at))
      (local.set $at (i32.shl (local.get $at) (i32.const 2)))
      (i32.store (i32.add (global.get $ids) (local.get $at)) (local.get $i))
      (i32.store (i32.add (global.get $lows) (local.get $at))
        (i32.or (i32.and (local.get $x) (i32.const 0xffff)) (i32.shl (local.get $z) (i32.const 16))))
      (i64.store (i32.add (global.get $points) (i32.shl (local.get $at) (i32.const 1)))
        (i64.or (i64.extend_i32_u (local.get $x)) (i64.shl (i64.extend_i32_u (local.get $z)) (i64.const 32))))
      (br $next)))
    (local.get $fullest))

  ;; Writes to $out which of four places are within reach, and before the end; returns where the next ones go.
  (func $meet (param $out i32) (param $places v128) (param $end v128) (param $away v128) (param $reach v128) (result i32)
    (local $lanes i32)
    (local.set $lanes (i32x4.bitmask (v128.and
      (i32x4.lt_s (local.get $places) (local.get $end))
      (i32x4.le_s (i32x4.dot_i16x8_s (local.get $away) (local.get $away)) (local.get $reach)))))
    (v128.store (local.get $out)
      (i8x16.swizzle (local.get $places) (v128.load (i32.shl (local.get $lanes) (i32.const 4)))))
    (i32.add (local.get $out) (i32.shl (i32.popcnt (local.get $lanes)) (i32.const 2))))

  ;; From $p on, tells of each point those after it in its row and those around in the row below: the others meet it from their
  ;; side. Stops at the end of the points, or at one whose candidates might not fit before $full; returns which.
  ;; Of points in cells next to each other the low 16 bits tell the difference: it is less than 2^15.
  (func (export "pairs") (param $p i32) (param $count i32) (param $columns i32) (param $margin i32)
    (param $squared i32) (param $full i32) (result i32)
    (local $cell i32) (local $at i32) (local $end i32) (local $rowEnd i32) (local $below i32) (local $belowEnd i32)
    (local $out i32) (local $q i32) (local $stop i32) (local $isHere i32) (local $isOver i32)
    (local $here v128) (local $reach v128) (local $places v128)
    (if (i32.ge_u (local.get $p) (local.get $count)) (then (return (local.get $p))))
    (local.set $reach (i32x4.splat (local.get $squared)))
    (local.set $out (global.get $met))
    (local.set $cell (i32.load (i32.add (global.get $cellOf) (i32.shl
      (i32.load (i32.add (global.get $ids) (i32.shl (local.get $p) (i32.const 2)))) (i32.const 2)))))
    (loop $nextCell
      (local.set $at (i32.add (global.get $starts) (i32.shl (local.get $cell) (i32.const 2))))
      (local.set $end (i32.load offset=4 (local.get $at)))
      (local.set $cell (i32.add (local.get $cell) (i32.const 1)))
      (br_if $nextCell (i32.ge_u (local.get $p) (local.get $end)))
      (local.set $rowEnd (i32.load offset=4 (i32.add (local.get $at) (i32.shl (local.get $margin) (i32.const 2)))))
      (local.set $at (i32.add (local.get $at) (i32.shl (local.get $columns) (i32.const 2))))
      (local.set $below (i32.load (i32.sub (local.get $at) (i32.shl (local.get $margin) (i32.const 2)))))
      (local.set $belowEnd (i32.load offset=4 (i32.add (local.get $at) (i32.shl (local.get $margin) (i32.const 2)))))
      (loop $nextPoint
        (if (i32.gt_u
            (i32.add (local.get $out) (i32.shl
              (i32.add (i32.sub (local.get $rowEnd) (local.get $p)) (i32.sub (local.get $belowEnd) (local.get $below)))
              (i32.const 2)))
            (local.get $full))
          (then (return (local.get $p))))
        (local.set $here (v128.load32_splat (i32.add (global.get $lows) (i32.shl (local.get $p) (i32.const 2)))))
        (local.set $q (i32.add (local.get $p) (i32.const 1)))
        ;; One loop over both rows, without a branch between them: how long each is no processor can foresee.
        (local.set $isHere (i32.lt_s (local.get $q) (local.get $rowEnd)))
        (local.set $q (select (local.get $q) (local.get $below) (local.get $isHere)))
        (local.set $stop (select (local.get $rowEnd) (local.get $belowEnd) (local.get $isHere)))
        (if (i32.lt_s (local.get $q) (local.get $stop)) (then
          (loop $nextEight
            (local.set $at (i32.add (global.get $lows) (i32.shl (local.get $q) (i32.const 2))))
            (local.set $places (i32x4.add (i32x4.splat (local.get $q)) (v128.const i32x4 0 1 2 3)))
            (local.set $out (call $meet (local.get $out) (local.get $places) (i32x4.splat (local.get $stop))
              (i16x8.sub (v128.load (local.get $at)) (local.get $here)) (local.get $reach)))
            (local.set $places (i32x4.add (local.get $places) (v128.const i32x4 4 4 4 4)))
            (local.set $out (call $meet (local.get $out) (local.get $places) (i32x4.splat (local.get $stop))
              (i16x8.sub (v128.load offset=16 (local.get $at)) (local.get $here)) (local.get $reach)))
            (local.set $q (i32.add (local.get $q) (i32.const 8)))
            ;; At the end of its own row, the row below.
            (local.set $isOver (i32.and (local.get $isHere) (i32.ge_s (local.get $q) (local.get $stop))))
            (local.set $q (select (local.get $below) (local.get $q) (local.get $isOver)))
            (local.set $stop (select (local.get $belowEnd) (local.get $stop) (local.get $isOver)))
            (local.set $isHere (i32.and (local.get $isHere) (i32.eqz (local.get $isOver))))
            (br_if $nextEight (i32.lt_s (local.get $q) (local.get $stop))))))
        (i32.store (i32.add (global.get $ends) (i32.shl (local.get $p) (i32.const 2)))
          (i32.shr_u (i32.sub (local.get $out) (global.get $met)) (i32.const 2)))
        (local.set $p (i32.add (local.get $p) (i32.const 1)))
        (br_if $nextPoint (i32.lt_u (local.get $p) (local.get $end))))
      (br_if $nextCell (i32.lt_u (local.get $p) (local.get $count))))
    (local.get $p)))
